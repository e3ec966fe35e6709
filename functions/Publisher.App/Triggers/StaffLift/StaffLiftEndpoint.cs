using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Readers;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: an address may be mailed again.</summary>
public static class StaffLiftEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(PersonPage.LiftPath, (HttpContext context, PersonPage page) => page.LiftAsync(context)).RequireRole(StaffRole.Admin);
    }
}
