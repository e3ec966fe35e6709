using Publisher.App.Hosting;
using Publisher.Delivery;

namespace Publisher.App.Triggers;

/// <summary>Timer: makes and sends the editions that are due, and finds work that got lost.</summary>
public static class PrepareEditionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapTimer("PrepareEdition", services.GetRequiredService<DispatchEditions>().RunAsync);
}
