using Publisher.App.Hosting;
using Publisher.Subscribers;

namespace Publisher.App.Triggers;

/// <summary>Timer: removes what is kept too long.</summary>
public static class RetentionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapTimer("Retention", services.GetRequiredService<ApplyRetention>().RunAsync);
}
