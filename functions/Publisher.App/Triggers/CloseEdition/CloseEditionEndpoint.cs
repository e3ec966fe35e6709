using Publisher.App.Hosting;
using Publisher.Delivery;

namespace Publisher.App.Triggers;

/// <summary>Queue: closes an edition after its last batch.</summary>
public static class CloseEditionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<CloseEditionWork>(services.GetRequiredService<CloseEdition>().RunAsync);
}
