using System.Text;

namespace Publisher;

/// <summary>Names fit for links, file names and table keys: lower-case letters, digits, single hyphens inside.</summary>
public static class Slug
{
    /// <summary>Longest slug, in characters: a link with it still fits a line of a text mail.</summary>
    public const int MaxLength = 80;

    // The letters of the languages our users write in; no ICU is promised on the host, so there is no decomposition to ask for.
    private const string From = "ąćęłńóśźżäöüßáàâéèêëíìîïôòõúùûýčďěňřšťůžçñ";
    private const string To = "acelnoszzaousaaaeeeeiiiiooouuuycdenrstuzcn";

    public static bool IsValid(string text, int maxLength = MaxLength) =>
        text.Length > 0 && text.Length <= maxLength && text[0] != '-' && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal)
        && text.All(static c => c is '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    /// <summary>"Grębocin Nad Strugą" → "grebocin-nad-struga"; empty where nothing of the text can stay.</summary>
    public static string Of(string text)
    {
        var slug = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant())
        {
            var at = From.IndexOf(c, StringComparison.Ordinal);
            var plain = at >= 0 ? To[at] : c;
            if (plain is (>= 'a' and <= 'z') or (>= '0' and <= '9')) slug.Append(plain);
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }

        if (slug.Length > MaxLength) slug.Length = MaxLength;
        return slug.ToString().Trim('-');
    }
}
