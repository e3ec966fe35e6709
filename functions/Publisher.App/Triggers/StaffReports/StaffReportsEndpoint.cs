using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Reporting;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what was done, for settling a grant.</summary>
public static class StaffReportsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(ReportsPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, ReportsPage page) => page.ShowAsync(context)).RequireRole(StaffRole.Author);
    }
}
