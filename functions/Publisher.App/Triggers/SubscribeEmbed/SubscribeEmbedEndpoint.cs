using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: how other sites and posters lead to the form of sign-up.</summary>
public static class SubscribeEmbedEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/subscribe/embed", (HttpRequest request, SignUpPoster poster) => poster.ShowEmbed(request));
}
