using Publisher.App.Webhooks;

namespace Publisher.App.Triggers;

/// <summary>HTTP: mail providers report what came back.</summary>
public static class WebhooksEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/webhooks/{provider}", (string provider, HttpRequest request, WebhooksApi api) => api.PostAsync(provider, request));
}
