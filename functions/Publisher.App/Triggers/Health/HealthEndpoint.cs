namespace Publisher.App.Triggers;

/// <summary>HTTP: says that the process answers, and which version it is.</summary>
public static class HealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/health", () => Results.Json(new { status = "ok", version = Hosting.Product.Version }));
}
