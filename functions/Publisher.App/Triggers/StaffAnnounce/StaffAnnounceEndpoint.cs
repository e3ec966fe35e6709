using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: announcing an item, or own words.</summary>
public static class StaffAnnounceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(AnnouncePage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, AnnouncePage page) => page.ShowAsync(context)).RequireRole(StaffRole.Author);
        routes.MapPost(AnnouncePage.Path, (HttpContext context, AnnouncePage page) => page.TakeAsync(context)).RequireRole(StaffRole.Author);
    }
}
