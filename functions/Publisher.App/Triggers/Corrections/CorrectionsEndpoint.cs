using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff set right what readers were told of an item, or ask whom that would reach.</summary>
public static class CorrectionsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/corrections", (HttpContext context, CorrectionsApi api, bool dryRun = false) => api.PostAsync(context, dryRun)).RequireRole(StaffRole.Author);
}
