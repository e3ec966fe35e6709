using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Mvc;

namespace Publisher.App.Public;

/// <summary>A refusal as the caller can read it: a page for a person with a browser, problem+json for a program (RFC 9457).</summary>
public static class Refusal
{
    /// <summary>Characters of what somebody wrote that are shown to them again.</summary>
    private const int MaxShown = 60;

    // What somebody wrote stands in it: letters as they are, markup escaped.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static bool IsForBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <param name="detail">A sentence that says what to do.</param>
    public static IResult Of(HttpRequest request, ReaderPages own, string title, string detail, int status)
    {
        request.HttpContext.Response.Headers.Append("Vary", "Accept");
        return IsForBrowser(request)
            ? own.Message(title, detail, status, archive: true)
            : Results.Json(new ProblemDetails { Title = title, Detail = detail, Status = status }, Json, "application/problem+json", status);
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
