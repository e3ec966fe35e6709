using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff announce an item or their own words, now or at a time, or ask what that would be.</summary>
public static class AnnouncementsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/announcements", (HttpContext context, AnnouncementsApi api, bool dryRun = false) => api.PostAsync(context, dryRun)).RequireRole(StaffRole.Author);
}
