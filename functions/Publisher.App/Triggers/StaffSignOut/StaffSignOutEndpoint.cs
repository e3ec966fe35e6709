using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff sign out.</summary>
public static class StaffSignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/staff/sign-out", (HttpContext context, SignInPage page) => page.SignOutAsync(context)).RequireRole(StaffRole.Author);
}
