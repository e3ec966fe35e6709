using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Previews;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: an item as a mail or a page, for a frame.</summary>
public static class StaffItemDocumentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/items/{kind}/{id}/preview/{part}", [HttpMethods.Get, HttpMethods.Head], (string kind, string id, string part, HttpContext context, ItemPreviewPage page) => page.PartAsync(context, kind, id, part))
        .RequireRole(StaffRole.Author);
}
