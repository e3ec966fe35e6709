using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Board;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the staff console's first page.</summary>
public static class StaffBoardEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, BoardPage page) => page.ShowAsync(context))
        .RequireRole(StaffRole.Author);
}
