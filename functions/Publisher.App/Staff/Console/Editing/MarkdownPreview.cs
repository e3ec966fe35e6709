using Publisher.App.Staff.Access;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>Markdown as readers will see it, for the console's script while somebody types.</summary>
public static class MarkdownPreview
{
    public const string Path = "/staff/markdown";

    /// <summary>Of the headings in it: the preview stands below the form's own.</summary>
    private const int TopLevel = 4;

    public static IResult Show(HttpContext context)
    {
        var text = context.StaffForm()["text"].ToString();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(MarkdownText.ToHtml(text.ReplaceLineEndings("\n"), TopLevel), "text/html; charset=utf-8");
    }
}
