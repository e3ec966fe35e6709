using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>The language of a page, and how it came to be that one.</summary>
/// <param name="Code">Two letters (ISO 639-1).</param>
/// <param name="Query">What a link to another page carries on, so that a reader's choice outlives the click: <c>?lang=en</c>, or empty.</param>
/// <param name="Negotiated">Whether the browser was asked: then caches have to know (RFC 9110 §12.5.5).</param>
public sealed record PageLanguage(string Code, string Query, bool Negotiated)
{
    private const string Parameter = "lang";

    /// <summary>Ranges of an Accept-Language header that are looked at; browsers send a handful.</summary>
    private const int MaxRanges = 20;

    /// <summary>The reader's own where known, else what the address asks for, else what the browser asks for, else Polish.</summary>
    /// <param name="languages">Those that there are strings for.</param>
    /// <param name="known">The language that this reader has chosen; empty where nobody knows.</param>
    public static PageLanguage Of(HttpRequest request, IReadOnlyList<string> languages, string known = "")
    {
        if (languages.Contains(known, StringComparer.Ordinal)) return new PageLanguage(known, "", false);
        var asked = request.Query[Parameter] is [{ } text, ..] ? text.ToLowerInvariant() : "";
        return languages.Contains(asked, StringComparer.Ordinal)
            ? new PageLanguage(asked, $"?{Parameter}={asked}", false)
            : new PageLanguage(Negotiate(request.Headers.AcceptLanguage, languages), "", true);
    }

    /// <summary>Lookup (RFC 4647 §3.4) by the primary subtag: who asks for en-GB is content with en.</summary>
    private static string Negotiate(StringValues header, IReadOnlyList<string> languages)
    {
        if (!StringWithQualityHeaderValue.TryParseList(header, out var ranges)) return Templates.DefaultLanguage;
        foreach (var range in ranges.Take(MaxRanges).OrderByDescending(range => range.Quality ?? 1))
        {
            var code = range.Value.ToString().Split('-')[0].ToLowerInvariant();
            if (range.Quality == 0 || code == "*") break;
            if (languages.Contains(code, StringComparer.Ordinal)) return code;
        }

        return Templates.DefaultLanguage;
    }
}
