using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the pictures that staff uploaded for items.</summary>
public static class PicturesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
        "/pictures/{name}",
        (string name, HttpRequest request, PicturePage page, CancellationToken cancellationToken) => page.ShowAsync(name, request, cancellationToken));
}
