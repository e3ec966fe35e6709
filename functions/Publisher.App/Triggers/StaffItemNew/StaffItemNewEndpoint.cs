using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Editing;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the form of an item that is new.</summary>
public static class StaffItemNewEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/items/new", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], (HttpContext context, ItemPage page) => page.NewAsync(context))
        .RequireRole(StaffRole.Author, FormPosts.Limit);
}
