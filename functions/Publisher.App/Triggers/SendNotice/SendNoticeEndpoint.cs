using Publisher.App.Hosting;
using Publisher.Notices;

namespace Publisher.App.Triggers;

/// <summary>Queue: sends one notice to one person.</summary>
public static class SendNoticeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapQueue<SendNoticeWork>(services.GetRequiredService<SendNotice>().RunAsync);
}
