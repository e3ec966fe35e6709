using System.Text;
using System.Text.RegularExpressions;
using Publisher.App.Settings;

namespace Publisher.App.Staff.Console.Previews;

/// <summary>
/// A mail or a page as a document of its own, to be looked at in a frame. It is made of what people wrote, so nothing in it may run, lead anywhere, load
/// but pictures, or reach the console around it: its own policy says so, whoever opens it.
/// </summary>
public sealed partial class PreviewDocument(string html, string scheme, PublisherSettings settings) : IResult
{
    /// <summary>A colour scheme that a preview can be asked to have.</summary>
    public const string Light = "light";

    public const string Dark = "dark";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, body) = (httpContext.Response, Encoding.UTF8.GetBytes(Of(html, scheme)));
        var headers = response.Headers;
        // An opaque origin has no self: where our own pictures lie is said in full.
        headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src 'unsafe-inline'; img-src https: data: {new Uri(settings.PublicUrl).GetLeftPart(UriPartial.Authority)} {httpContext.Request.Scheme}://{httpContext.Request.Host}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }

    /// <summary>As a reader would see it whose device prefers a scheme; its links open nothing. Pure.</summary>
    /// <param name="scheme">Empty for the device's own.</param>
    public static string Of(string html, string scheme)
    {
        // A link of a sandboxed frame that asks for a window of its own gets none.
        html = Head().Replace(html, head => head.Value + "<base target=\"_blank\">", 1);
        if (scheme is not (Light or Dark)) return html;
        html = Query().Replace(html, query => (query.Groups["scheme"].Value == scheme) ? "@media all" : "@media not all");
        return Meta().Replace(html, meta => meta.Groups["before"].Value + (scheme == Dark ? "dark" : "only light") + meta.Groups["after"].Value);
    }

    [GeneratedRegex("<head[^>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Head();

    [GeneratedRegex(@"@media\s*\(\s*prefers-color-scheme\s*:\s*(?<scheme>dark|light)\s*\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();

    [GeneratedRegex("""(?<before><meta name="(supported-)?color-schemes?" content=")[a-z ]*(?<after>")""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Meta();
}
