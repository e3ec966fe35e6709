using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console.Editing;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: Markdown as readers will see it.</summary>
public static class StaffMarkdownEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost(MarkdownPreview.Path, (HttpContext context) => MarkdownPreview.Show(context))
        .RequireRole(StaffRole.Author);
}
