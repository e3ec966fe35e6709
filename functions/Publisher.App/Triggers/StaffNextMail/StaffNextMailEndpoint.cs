using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Previews;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what one subscriber will get next, and why.</summary>
public static class StaffNextMailEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(NextMailPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, NextMailPage page) => page.Show(context)).RequireRole(StaffRole.Approver);
        routes.MapPost(NextMailPage.Path, (HttpContext context, NextMailPage page) => page.FindAsync(context)).RequireRole(StaffRole.Approver);
    }
}
