using Publisher.App.Hosting;
using Publisher.Subscribers.Import;

namespace Publisher.App.Triggers;

/// <summary>Queue: checks an uploaded list, or takes it in.</summary>
public static class ImportListEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<ImportListWork>(services.GetRequiredService<TakeList>().RunAsync);
}
