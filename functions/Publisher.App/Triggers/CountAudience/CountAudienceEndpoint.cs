using Publisher.App.Hosting;
using Publisher.Reports;

namespace Publisher.App.Triggers;

/// <summary>Queue: counts the audience anew.</summary>
public static class CountAudienceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<CountAudienceWork>(services.GetRequiredService<CountAudience>().RunAsync);
}
