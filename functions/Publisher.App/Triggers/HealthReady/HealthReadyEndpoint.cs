using Publisher.App.Hosting;

namespace Publisher.App.Triggers;

/// <summary>HTTP: says whether storage and the relay can be reached.</summary>
public static class HealthReadyEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/health/ready", (Readiness readiness) => readiness.AnswerAsync());
}
