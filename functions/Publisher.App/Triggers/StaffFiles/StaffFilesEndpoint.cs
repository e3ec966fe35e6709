using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the style sheet and the script of the staff console.</summary>
public static class StaffFilesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/staff/files/{name}", [HttpMethods.Get, HttpMethods.Head], (string name, HttpContext context, ConsoleFiles files) => files.Show(context, name))
        .LetEveryoneIn();
}
