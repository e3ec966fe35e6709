using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Previews;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what one subscriber will get next, and why.</summary>
public static class StaffNextMailEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/subscribers/next", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, NextMailPage page) => page.ShowAsync(context))
        .RequireRole(StaffRole.Author);
}
