using Publisher.App.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff send one item now.</summary>
public static class AnnouncementsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/announcements", (HttpContext context, AnnouncementsApi api) => api.PostAsync(context)).RequireStaff();
}
