using System.Text;

namespace Publisher.App.Public;

/// <summary>A refusal as the caller can read it: a page for a person with a browser, problem+json for a program (RFC 9457).</summary>
public static class Refusal
{
    /// <summary>Characters of what somebody wrote that are shown to them again.</summary>
    private const int MaxShown = 60;

    public static bool IsForBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <param name="detail">A sentence that says what to do.</param>
    public static IResult Of(HttpRequest request, ReaderPages own, string title, string detail, int status)
    {
        request.HttpContext.Response.Headers.Append("Vary", "Accept");
        return IsForBrowser(request) ? own.Message(title, detail, status, archive: true) : Results.Problem(title: title, detail: detail, statusCode: status);
    }

    /// <summary>What somebody wrote, short and on one line.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= MaxShown) return shown.Append('…').ToString();
            if (!Rune.IsControl(rune)) shown.Append(rune);
        }

        return shown.ToString();
    }
}
