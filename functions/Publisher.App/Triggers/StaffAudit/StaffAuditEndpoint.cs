using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: who did what.</summary>
public static class StaffAuditEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/audit", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, AuditLogPage page) => page.ShowAsync(context))
        .RequireRole(StaffRole.Approver);
}
