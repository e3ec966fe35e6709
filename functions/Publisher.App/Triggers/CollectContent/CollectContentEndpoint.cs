using Publisher.App.Hosting;
using Publisher.Social;

namespace Publisher.App.Triggers;

/// <summary>Timer: plans the posts of what is new.</summary>
public static class CollectContentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapTimer("CollectContent", async cancellationToken => [await services.GetRequiredService<CollectContent>().RunAsync(cancellationToken)]);
}
