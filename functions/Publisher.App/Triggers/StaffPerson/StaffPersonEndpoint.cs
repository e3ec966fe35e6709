using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Readers;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what is kept about one address.</summary>
public static class StaffPersonEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(PersonPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, PersonPage page) => page.Show(context)).RequireRole(StaffRole.Approver);
        routes.MapPost(PersonPage.Path, (HttpContext context, PersonPage page) => page.FindAsync(context)).RequireRole(StaffRole.Approver);
    }
}
