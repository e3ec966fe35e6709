using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff pause, resume, cancel or retry an edition on its way.</summary>
public static class EditionSteeringEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(
        "/api/editions/{id}/{action}",
        (string id, string action, bool? rejected, HttpContext context, EditionSteeringApi api) => api.PostAsync(context, id, action, rejected ?? false)).RequireRole(StaffRole.Author);
}
