using System.Text;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>Frames what the public reads: one layout, and headers that let nothing in from elsewhere.</summary>
public sealed class PublicPages(Templates templates, Organisation organisation)
{
    /// <summary>Until pages are negotiated by language they are in the organisation's own.</summary>
    public const string Language = Organisation.Language;

    // No script at all; pictures may be the organisation's own, wherever they lie.
    private const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Strings Strings => templates.StringsFor(Language);

    /// <param name="template">Below <c>web/</c>, without its ending.</param>
    /// <param name="language">Of the page's words; screen readers read by it.</param>
    public IResult Page(string template, string title, Dictionary<string, object?> model, int status = 200, string language = Language)
    {
        var content = templates.Render($"web/{template}.html", Language, model);
        return Html(templates.Render("web/page.html", Language, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["lang"] = language,
            ["title"] = title,
            ["organisation"] = organisation.Name,
            ["content"] = content,
        }), status);
    }

    public IResult NotFound() => Page(
        "message", Strings["notFound"], new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = Strings["notFoundText"], ["archive"] = true }, 404);

    public IResult Html(string html, int status = 200) => new Framed(html, status);

    private sealed class Framed(string html, int status) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "text/html; charset=utf-8";
            return httpContext.Response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted);
        }
    }
}
