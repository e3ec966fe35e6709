using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Approving;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: somebody takes back what they asked a second person for.</summary>
public static class StaffTakeBackEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(TakeBackPage.Path, (HttpContext context, TakeBackPage page) => page.TakeAsync(context)).RequireRole(StaffRole.Author);
}
