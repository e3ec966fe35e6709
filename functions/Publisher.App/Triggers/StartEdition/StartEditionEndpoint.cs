using Publisher.App.Hosting;
using Publisher.Delivery;

namespace Publisher.App.Triggers;

/// <summary>Queue: plans an edition that staff let go, and starts sending it.</summary>
public static class StartEditionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<StartEditionWork>(services.GetRequiredService<DispatchEditions>().RunAsync);
}
