using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Readers;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what an uploaded list brings, and taking it in.</summary>
public static class StaffImportListEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/staff/audience/import/{id}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string id, ImportPage page) => page.StatusAsync(context, id)).RequireRole(StaffRole.Admin);
        routes.MapPost("/staff/audience/import/{id}", (HttpContext context, string id, ImportPage page) => page.ImportAsync(context, id)).RequireRole(StaffRole.Admin);
    }
}
