using Publisher.App.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff pause, resume, cancel or retry an edition on its way.</summary>
public static class EditionSteeringEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(
        "/api/editions/{id}/{action}",
        (string id, string action, bool? rejected, EditionSteeringApi api, CancellationToken cancellationToken) => api.PostAsync(id, action, rejected ?? false, cancellationToken)).RequireStaff();
}
