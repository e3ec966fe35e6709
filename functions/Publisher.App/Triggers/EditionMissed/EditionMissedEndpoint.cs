using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff see who missed an edition, and why.</summary>
public static class EditionMissedEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
        "/api/editions/{id}/missed",
        (HttpContext context, string id, string? from, EditionMissedApi api) => api.GetAsync(context, id, from ?? "")).RequireRole(StaffRole.Author);
}
