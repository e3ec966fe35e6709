using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the editions that were sent, are on their way and come next; and making the next one now.</summary>
public static class StaffEditionsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(EditionsPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, EditionsPage page) => page.ShowAsync(context)).RequireRole(StaffRole.Author);
        routes.MapPost(EditionsPage.Path, (HttpContext context, EditionsPage page) => page.PrepareAsync(context)).RequireRole(StaffRole.Author);
    }
}
