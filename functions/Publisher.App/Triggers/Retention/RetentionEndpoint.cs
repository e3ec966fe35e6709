using Publisher.App.Hosting;
using Publisher.Reports;

namespace Publisher.App.Triggers;

/// <summary>Timer: removes what is kept too long, and has the audience counted.</summary>
public static class RetentionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapTimer("Retention", services.GetRequiredService<DailyRound>().RunAsync);
}
