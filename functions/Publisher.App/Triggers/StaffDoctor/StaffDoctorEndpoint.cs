using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Installation;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: whether the installation can do its work.</summary>
public static class StaffDoctorEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(DoctorPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, DoctorPage page) => page.Show(context)).RequireRole(StaffRole.Approver);
        routes.MapPost(DoctorPage.Path, (HttpContext context, DoctorPage page) => page.RunAsync(context)).RequireRole(StaffRole.Approver);
    }
}
