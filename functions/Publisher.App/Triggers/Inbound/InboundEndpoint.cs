using Publisher.App.Webhooks;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a mail server hands in what came to the address of bounces.</summary>
public static class InboundEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/inbound", (HttpRequest request, InboundApi api) => api.PostAsync(request));
}
