using Publisher.Content;

namespace Publisher.Editions.Gates;

/// <summary>WCAG 2.2, 3.1.1 and 3.1.2: a text is marked as the language it is in, or it is read out as gibberish.</summary>
internal static class LanguageRule
{
    /// <summary>Letters; fewer tell nothing of a text's language.</summary>
    private const int MinLetters = 20;

    /// <summary>Share of the letters from which a text in Latin script is none: quotations and names are less.</summary>
    private const double MostCyrillic = 0.5;

    /// <summary>Share of the letters from which a text in Cyrillic script is none: names of programmes and organisations stay Latin in it, so more is borne.</summary>
    private const double MostLatin = 0.7;

    private static readonly string[] WrittenInCyrillic = ["uk", "ru", "be", "bg", "mk", "sr"];

    public static IEnumerable<Finding> Check(Writing writing, IReadOnlyList<string> languages)
    {
        var language = writing.Text.Language;
        var known = string.Join(", ", languages.Order(StringComparer.Ordinal));
        if (language is not [>= 'a' and <= 'z', >= 'a' and <= 'z']) return [writing.Found("language", $"„{language}” is not a language; write its two letters, such as one of this installation's: {known}").As(FaultCode.NotALanguage, language, known)];
        IEnumerable<Finding> findings = languages.Contains(language, StringComparer.Ordinal) ? [] : [writing.Found("language", Foreign(), Severity.Warn).As(writing.Prefix.Length > 0 ? FaultCode.TranslationNotShown : FaultCode.LanguageNotOffered, language, known)];
        var (latin, cyrillic) = Letters($"{writing.Text.Title} {writing.Text.Summary} {writing.Body.Words}");
        double all = latin + cyrillic;
        if (all < MinLetters) return findings;
        var wanted = WrittenInCyrillic.Contains(language);
        if (!wanted && cyrillic / all >= MostCyrillic) return [.. findings, Found("Cyrillic")];
        return wanted && latin / all >= MostLatin ? [.. findings, Found("Latin")] : findings;

        string Foreign() => writing.Prefix.Length > 0
            ? $"„{language}” is not a language of this installation, so nobody is shown this translation; its languages are {known}"
            : $"„{language}” is not a language of this installation; who gets no translation is shown the text in „{language}”; its languages are {known}";

        Finding Found(string script) => writing.Found("language", $"is „{language}”, but the text is in {script} letters; set the language it is written in ({known})")
            .As(script == "Latin" ? FaultCode.TextIsLatin : FaultCode.TextIsCyrillic, language, known);
    }

    private static (int Latin, int Cyrillic) Letters(string text)
    {
        var (latin, cyrillic) = (0, 0);
        foreach (var c in text)
        {
            if (!char.IsLetter(c)) continue;
            if (c is >= '\u0400' and <= '\u052F') cyrillic++;
            else if (c < '\u0250') latin++;
        }

        return (latin, cyrillic);
    }
}
