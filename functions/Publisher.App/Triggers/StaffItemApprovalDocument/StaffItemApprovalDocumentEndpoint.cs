using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Approving;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a change of an item as a mail or a page, for a frame.</summary>
public static class StaffItemApprovalDocumentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/approvals/item/{kind}/{id}/{part}", [HttpMethods.Get, HttpMethods.Head], (string kind, string id, string part, HttpContext context, ItemApprovalPage page) => page.PartAsync(context, kind, id, part))
        .RequireRole(StaffRole.Author);
}
