using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: an edition's numbers for the script, its mail for a frame, who missed it, and what a second person says to it.</summary>
public static class StaffEditionViewEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/staff/editions/{id}/{view}", [HttpMethods.Get, HttpMethods.Head], (string id, string view, HttpContext context, EditionViews views) => views.ShowAsync(context, id, view)).RequireRole(StaffRole.Author);
        routes.MapPost("/staff/editions/{id}/{view}", (string id, string view, HttpContext context, ReviewPage page) => page.TakeAsync(context, id, view)).RequireRole(StaffRole.Approver);
    }
}
