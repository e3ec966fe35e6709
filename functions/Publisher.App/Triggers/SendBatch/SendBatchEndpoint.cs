using Publisher.App.Hosting;
using Publisher.Delivery;

namespace Publisher.App.Triggers;

/// <summary>Queue: sends one batch of an edition.</summary>
public static class SendBatchEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<SendBatchWork>(services.GetRequiredService<SendBatch>().RunAsync);
}
