using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: published items for feed readers and calendars; without a name, the page that lists them.</summary>
public static class FeedsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(
        "/feeds/{name?}",
        [HttpMethods.Get, HttpMethods.Head],
        (string? name, HttpRequest request, FeedPage page) => page.GetAsync(name ?? "", request));
}
