using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Readers;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a list of people is uploaded.</summary>
public static class StaffImportEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(ImportPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, ImportPage page) => page.Show(context)).RequireRole(StaffRole.Admin);
        routes.MapPost(ImportPage.Path, (HttpContext context, ImportPage page) => page.UploadAsync(context)).RequireRole(StaffRole.Admin, ImportPage.FormLimit);
    }
}
