using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the list of editions, and each as a page for everyone.</summary>
public static class ArchiveEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/archive", (HttpRequest request, ArchivePage page) => page.ListAsync(request));
        routes.MapGet("/archive/{edition}", (string edition, HttpRequest request, ArchivePage page) => page.ShowAsync(edition, request));
    }
}
