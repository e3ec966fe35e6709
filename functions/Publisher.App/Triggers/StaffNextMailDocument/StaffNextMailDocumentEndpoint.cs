using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Previews;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what one subscriber will get next, for a frame.</summary>
public static class StaffNextMailDocumentEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/subscribers/next/mail", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, NextMailPage page) => page.PartAsync(context))
        .RequireRole(StaffRole.Approver);
}
