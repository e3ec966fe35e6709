using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Editing;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the form of an item.</summary>
public static class StaffItemEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/items/{kind}/{id}", [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], (string kind, string id, HttpContext context, ItemPage page) => page.ItemAsync(context, kind, id))
        .RequireRole(StaffRole.Author, FormPosts.Limit);
}
