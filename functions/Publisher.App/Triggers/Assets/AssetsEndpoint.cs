using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the pictures that mails and pages show, such as the logos of programmes.</summary>
public static class AssetsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            "/assets/{name}",
            (string name, HttpRequest request, AssetPage page, CancellationToken cancellationToken) => page.ShowAsync(name, request, cancellationToken));
    }
}
