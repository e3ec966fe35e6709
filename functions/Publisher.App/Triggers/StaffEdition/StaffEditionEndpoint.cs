using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: one edition, and what staff do with it.</summary>
public static class StaffEditionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/staff/editions/{id}", [HttpMethods.Get, HttpMethods.Head], (string id, HttpContext context, EditionPage page) => page.ShowAsync(context, id)).RequireRole(StaffRole.Author);
        routes.MapPost("/staff/editions/{id}", (string id, HttpContext context, EditionActions actions) => actions.TakeAsync(context, id)).RequireRole(StaffRole.Author);
    }
}
