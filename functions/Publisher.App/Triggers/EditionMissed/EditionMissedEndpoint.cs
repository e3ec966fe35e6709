using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff see who missed an edition, and why.</summary>
public static class EditionMissedEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
        "/api/editions/{id}/missed",
        (string id, string? from, EditionMissedApi api, CancellationToken cancellationToken) => api.GetAsync(id, from ?? "", cancellationToken)).RequireRole(StaffRole.Author);
}
