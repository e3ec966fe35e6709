using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a link of a mail, whose opening is counted in sum.</summary>
public static class OpenLinkEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(
        "/r/{edition}/{kind}/{id}/{link}",
        [HttpMethods.Get, HttpMethods.Head],
        (string edition, string kind, string id, string link, HttpContext context, LinkDoor door) => door.OpenAsync(edition, kind, id, link, context));
}
