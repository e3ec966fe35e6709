using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: GET asks, POST does. Mail scanners follow links; only a person, or a mail program's one-click button (RFC 8058), posts.</summary>
public static class UnsubscribeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/unsubscribe/{token}", (string token, UnsubscribePage page) => page.Ask(token));
        routes.MapPost("/unsubscribe/{token}", (string token, UnsubscribePage page, CancellationToken cancellationToken) => page.DoAsync(token, cancellationToken));
    }
}
