using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Previews;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: an item on every channel, side by side.</summary>
public static class StaffItemPreviewEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/items/{kind}/{id}/preview", [HttpMethods.Get, HttpMethods.Head], (string kind, string id, HttpContext context, ItemPreviewPage page) => page.ShowAsync(context, kind, id))
        .RequireRole(StaffRole.Author);
}
