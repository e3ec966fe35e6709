using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff take back what they asked a second person for.</summary>
public static class ApprovalsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/approvals/{kind}/{id}", (HttpContext context, string kind, string id, ApprovalsApi api) => api.DeleteAsync(context, kind, id)).RequireRole(StaffRole.Author);
}
