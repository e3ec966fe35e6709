using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the code that leads from a poster to the form of sign-up, as PNG or SVG.</summary>
public static class SubscribeQrEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/subscribe/qr", (HttpRequest request, SignUpPoster poster) => poster.Code(request));
}
