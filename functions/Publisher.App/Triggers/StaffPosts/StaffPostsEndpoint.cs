using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the walls of the networks, and what staff decide of a post.</summary>
public static class StaffPostsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(PostsPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, PostsPage page) => page.ShowAsync(context)).RequireRole(StaffRole.Author);
        routes.MapPost(PostsPage.Path, (HttpContext context, PostsPage page) => page.TakeAsync(context)).RequireRole(StaffRole.Author);
    }
}
