using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: GET asks, POST confirms a sign-up. Mail scanners follow links; only a person posts.</summary>
public static class ConfirmEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/confirm/{token}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, HttpRequest request, ConfirmPage page) => page.AskAsync(token, request));
        routes.MapPost("/confirm/{token}", (string token, HttpRequest request, ConfirmPage page) => page.DoAsync(token, request));
    }
}
