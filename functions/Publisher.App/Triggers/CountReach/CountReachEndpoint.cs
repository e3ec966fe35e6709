using Publisher.App.Hosting;
using Publisher.Reports;

namespace Publisher.App.Triggers;

/// <summary>Queue: counts whom an edition would reach.</summary>
public static class CountReachEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<CountReachWork>(services.GetRequiredService<CountReach>().RunAsync);
}
