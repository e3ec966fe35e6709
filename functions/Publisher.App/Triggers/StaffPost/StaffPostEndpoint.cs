using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the text and the time of one post.</summary>
public static class StaffPostEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/staff/posts/{network}/{kind}/{id}", [HttpMethods.Get, HttpMethods.Head], (string network, string kind, string id, HttpContext context, PostPage page) => page.ShowAsync(context, network, kind, id)).RequireRole(StaffRole.Author);
        routes.MapPost("/staff/posts/{network}/{kind}/{id}", (string network, string kind, string id, HttpContext context, PostPage page) => page.TakeAsync(context, network, kind, id)).RequireRole(StaffRole.Author);
    }
}
