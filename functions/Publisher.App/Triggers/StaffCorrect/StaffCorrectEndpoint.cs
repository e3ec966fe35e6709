using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Send;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: setting right what readers were told.</summary>
public static class StaffCorrectEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(CorrectPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, CorrectPage page) => page.ShowAsync(context)).RequireRole(StaffRole.Author);
        routes.MapPost(CorrectPage.Path, (HttpContext context, CorrectPage page) => page.TakeAsync(context)).RequireRole(StaffRole.Author);
    }
}
