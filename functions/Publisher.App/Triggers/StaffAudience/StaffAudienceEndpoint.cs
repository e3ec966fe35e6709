using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Readers;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: who reads, in numbers and plots.</summary>
public static class StaffAudienceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(AudiencePage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, AudiencePage page) => page.ShowAsync(context)).RequireRole(StaffRole.Author);
        routes.MapPost(AudiencePage.Path, (HttpContext context, AudiencePage page) => page.CountAsync(context)).RequireRole(StaffRole.Author);
    }
}
