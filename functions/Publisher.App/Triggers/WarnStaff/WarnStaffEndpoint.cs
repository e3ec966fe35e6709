using Publisher.App.Hosting;
using Publisher.Notices;

namespace Publisher.App.Triggers;

/// <summary>Timer: mails staff what waits for them.</summary>
public static class WarnStaffEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IServiceProvider services) =>
        routes.MapTimer("WarnStaff", services.GetRequiredService<WarnStaff>().RunAsync);
}
