using Publisher.App.Hosting;
using Publisher.Social;

namespace Publisher.App.Triggers;

/// <summary>Timer, daily: asks each network whether its token is taken and how long still.</summary>
public static class ProbeTokensEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapTimer("ProbeTokens", services.GetRequiredService<ProbeTokens>().RunAsync);
}
