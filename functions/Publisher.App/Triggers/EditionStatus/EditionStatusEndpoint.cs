using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff see where an edition stands.</summary>
public static class EditionStatusEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/editions/{id}", (string id, EditionStatusApi api, CancellationToken cancellationToken) => api.GetAsync(id, cancellationToken)).RequireRole(StaffRole.Author);
}
