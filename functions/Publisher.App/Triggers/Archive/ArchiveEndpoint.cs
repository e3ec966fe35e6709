using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the list of editions, and each as a page for everyone.</summary>
public static class ArchiveEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/archive", (ArchivePage page, CancellationToken cancellationToken) => page.ListAsync(cancellationToken));
        routes.MapGet("/archive/{edition}", (string edition, ArchivePage page, CancellationToken cancellationToken) => page.ShowAsync(edition, cancellationToken));
    }
}
