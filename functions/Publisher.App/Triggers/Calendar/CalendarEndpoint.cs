using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: an item as a file for the reader's calendar.</summary>
public static class CalendarEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(
        "/calendar/{kind}/{id}",
        [HttpMethods.Get, HttpMethods.Head],
        (string kind, string id, string? lang, HttpRequest request, CalendarDownload download) => download.GetAsync(kind, id, lang ?? "", request));
}
