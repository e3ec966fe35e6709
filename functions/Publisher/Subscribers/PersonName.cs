using System.Globalization;
using System.Text;

namespace Publisher.Subscribers;

/// <summary>How a person is greeted.</summary>
public static class PersonName
{
    /// <summary>UTF-16 code units, as a form's <c>maxlength</c> counts them: more is no name.</summary>
    public const int MaxLength = 100;

    /// <summary>A name on one line: blanks of every kind become single spaces, and what shows nothing, or turns the text around it, goes.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            // U+FFFD stands for what was no character.
            else if (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().TrimEnd();
    }
}
