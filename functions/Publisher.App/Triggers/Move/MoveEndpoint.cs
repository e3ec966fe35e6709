using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: GET asks, POST agrees to a change of address or calls it off. Mail scanners follow links; only a person posts.</summary>
public static class MoveEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/move/{token}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, HttpRequest request, MovePage page) => page.AskAsync(token, request));
        routes.MapPost("/move/{token}", (string token, HttpRequest request, MovePage page) => page.DoAsync(token, request));
    }
}
