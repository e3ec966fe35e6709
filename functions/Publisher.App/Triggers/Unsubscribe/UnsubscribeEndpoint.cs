using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: GET asks, POST does. Mail scanners follow links; only a person, or a mail program's one-click button (RFC 8058), posts.</summary>
public static class UnsubscribeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/unsubscribe/{token}", (string token, HttpRequest request, UnsubscribePage page) => page.AskAsync(token, request));
        routes.MapPost("/unsubscribe/{token}", (string token, HttpRequest request, UnsubscribePage page) => page.DoAsync(token, request));
    }
}
