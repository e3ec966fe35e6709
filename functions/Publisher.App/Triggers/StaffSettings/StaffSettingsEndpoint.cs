using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Installation;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what is set.</summary>
public static class StaffSettingsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(SettingsPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, SettingsPage page) => page.Show(context)).RequireRole(StaffRole.Approver);
    }
}
