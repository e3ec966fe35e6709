using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Approving;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a change of an item that waits for somebody else.</summary>
public static class StaffItemApprovalEndpoint
{
    private const string Route = "/staff/approvals/item/{kind}/{id}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Whoever asked may see it wait; the word to it is an approver's.
        routes.MapMethods(Route, [HttpMethods.Get, HttpMethods.Head], (string kind, string id, HttpContext context, ItemApprovalPage page) => page.ShowAsync(context, kind, id)).RequireRole(StaffRole.Author);
        routes.MapPost(Route, (string kind, string id, HttpContext context, ItemApprovalPage page) => page.TakeAsync(context, kind, id)).RequireRole(StaffRole.Approver);
    }
}
