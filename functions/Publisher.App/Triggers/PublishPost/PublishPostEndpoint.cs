using Publisher.App.Hosting;
using Publisher.Social;

namespace Publisher.App.Triggers;

/// <summary>Queue: does what is next on one network.</summary>
public static class PublishPostEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<PublishPostWork>(services.GetRequiredService<PublishPost>().RunAsync);
}
