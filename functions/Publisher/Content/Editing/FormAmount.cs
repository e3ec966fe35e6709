using System.Globalization;

namespace Publisher.Content.Editing;

/// <summary>Amounts of money as people here write them: <c>1 250 000,50 zł</c>. Pure.</summary>
public static class FormAmount
{
    /// <summary>Digits: more is no amount anybody has.</summary>
    private const int MaxDigits = 15;

    private const char NoBreakSpace = '\u00A0';

    // What keyboards, spreadsheets and word processors put between thousands.
    private static readonly char[] Spaces = [' ', NoBreakSpace, '\u202F', '\u2009', '\u2007'];

    private static readonly string[] Currencies = ["zł", "zl", "pln", "złotych"];

    /// <summary>Reads a Polish amount; an English one too, where it can mean only one thing. <c>1.250</c> and <c>1,250</c> can mean two, and are none.</summary>
    public static bool TryParse(string text, out decimal amount)
    {
        amount = 0;
        var plain = text.Trim(Spaces);
        foreach (var currency in Currencies)
            if (plain.EndsWith(currency, StringComparison.OrdinalIgnoreCase)) plain = plain[..^currency.Length].TrimEnd(Spaces);
        foreach (var space in Spaces) plain = plain.Replace(space, ' ');
        var (whole, fraction) = Split(plain);
        if (fraction is { Length: 0 or > 2 } || Ungrouped(whole) is not { Length: > 0 and <= MaxDigits } digits) return false;
        if (!digits.All(char.IsAsciiDigit) || fraction?.All(char.IsAsciiDigit) == false) return false;
        amount = decimal.Parse(fraction is null ? digits : $"{digits}.{fraction}", CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>"1 250 000,50", with spaces that do not break; read back, it is the same amount.</summary>
    public static string Write(decimal amount)
    {
        // Of an amount with more places than grosze, those that are nothing are left out.
        var digits = amount.ToString(amount.Scale > 2 ? "0.############################" : $"F{amount.Scale}", CultureInfo.InvariantCulture).Split('.');
        var whole = digits[0];
        for (var at = whole.Length - 3; at > (whole[0] == '-' ? 1 : 0); at -= 3) whole = whole.Insert(at, $"{NoBreakSpace}");
        return digits.Length > 1 ? $"{whole},{digits[1]}" : whole;
    }

    /// <summary>At its decimal comma; at its only dot where there is none, unless that stands before thousands.</summary>
    private static (string Whole, string? Fraction) Split(string text)
    {
        if (text.IndexOf(',', StringComparison.Ordinal) is var comma and >= 0) return (text[..comma], text[(comma + 1)..]);
        var dot = text.LastIndexOf('.');
        return dot < 0 || text.IndexOf('.', StringComparison.Ordinal) < dot ? (text, null) : (text[..dot], text[(dot + 1)..]);
    }

    /// <summary>Its digits, if those between its spaces or dots are thousands; else null.</summary>
    private static string? Ungrouped(string whole)
    {
        var separator = whole.Contains(' ', StringComparison.Ordinal) ? ' ' : '.';
        var groups = whole.Split(separator);
        if (groups.Length == 1) return whole;
        return groups[0].Length is > 0 and <= 3 && groups.Skip(1).All(group => group.Length == 3) ? string.Concat(groups) : null;
    }
}
