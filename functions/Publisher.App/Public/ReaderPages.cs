using System.Text;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>Frames pages for one reader: one layout, their language, and headers that let nothing in from elsewhere.</summary>
/// <param name="here">Path of the page; empty where it is none of those that all pages lead to; null for a page kept as a file.</param>
public sealed class ReaderPages(Templates templates, PageFrame frame, PageLanguage language, string? here, bool personal)
{
    // No script at all; pictures may be the organisation's own, wherever they lie.
    private const string ContentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public PageLanguage Language => language;

    /// <summary>Where the privacy notice is.</summary>
    public string Privacy => frame.Privacy(language);

    public Strings Strings => templates.StringsFor(language.Code);

    /// <param name="template">Below <c>web/</c>, without its ending.</param>
    /// <param name="mark">Before the title in the browser's tab, which is what a screen reader says first: what has become of a form.</param>
    public IResult Page(string template, string title, Dictionary<string, object?> model, int status = 200, string mark = "") =>
        Html(Text(template, title, model, mark), status);

    /// <summary>The page itself, for whoever keeps it.</summary>
    public string Text(string template, string title, Dictionary<string, object?> model, string mark = "")
    {
        var content = templates.Render($"web/{template}.html", language.Code, model);
        return templates.Render("web/page.html", language.Code, frame.Model(Strings, language, here, title, mark, content));
    }

    /// <param name="archive">Whether to show the way to the archive.</param>
    public IResult Message(string title, string text, int status, bool archive = false) => Page(
        "message",
        title,
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = text, ["archive"] = archive, ["query"] = language.Query },
        status);

    public IResult NotFound() => Message(Strings["notFound"], Strings["notFoundText"], 404, archive: true);

    public IResult Html(string html, int status = 200) => new Framed(html, status, "", language.Negotiated, personal);

    /// <summary>Sends a browser on with GET, so that reloading repeats no form (RFC 9110 §15.4.4).</summary>
    /// <param name="path">On this site.</param>
    public IResult SeeOther(string path) => new Framed("", 303, path, language.Negotiated, personal);

    private sealed class Framed(string html, int status, string location, bool negotiated, bool personal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, body) = (httpContext.Response, Encoding.UTF8.GetBytes(html));
            var headers = response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            if (personal) headers.CacheControl = "no-store";
            if (negotiated) headers.Append("Vary", "Accept-Language");
            if (location.Length > 0) headers.Location = location;
            response.StatusCode = status;
            response.ContentLength = body.Length;
            if (body.Length > 0) response.ContentType = "text/html; charset=utf-8";
            return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
        }
    }
}
