using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a sign-up that a program hands in.</summary>
public static class SubscriptionsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/subscriptions", (HttpRequest request, SignUpApi api) => api.PostAsync(request));
}
