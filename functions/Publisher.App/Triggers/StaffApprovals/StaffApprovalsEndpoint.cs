using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Approving;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what waits for a second person's word.</summary>
public static class StaffApprovalsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/approvals", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, ApprovalsPage page) => page.ShowAsync(context))
        .RequireRole(StaffRole.Author);
}
