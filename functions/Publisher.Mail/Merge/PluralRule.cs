namespace Publisher.Mail.Merge;

/// <summary>How a language chooses the form of a counted noun (Unicode CLDR, cardinal rules for whole numbers).</summary>
public enum PluralRule
{
    /// <summary>1 is <see cref="PluralForm.One"/>, all else <see cref="PluralForm.Many"/>: English, German.</summary>
    OneMany,

    /// <summary>1 is one; 2–4 but 12–14 are few; else many: Polish.</summary>
    Polish,

    /// <summary>…1 but 11 is one; …2–4 but 12–14 are few; else many: Ukrainian.</summary>
    EastSlavic,
}

/// <summary>The form of a counted noun.</summary>
public enum PluralForm
{
    /// <summary>As with 1.</summary>
    One,

    /// <summary>As with 2 in Polish and Ukrainian.</summary>
    Few,

    /// <summary>As with 5; in English and German everything but 1.</summary>
    Many,
}

/// <summary>Chooses plural forms.</summary>
public static class Plurals
{
    /// <summary>The form that goes with a number.</summary>
    /// <param name="rule">The rule of the language.</param>
    /// <param name="number">The number, 0 or more.</param>
    /// <returns>The form.</returns>
    public static PluralForm FormOf(PluralRule rule, int number) => rule switch
    {
        PluralRule.OneMany => number == 1 ? PluralForm.One : PluralForm.Many,
        PluralRule.Polish when number == 1 => PluralForm.One,
        PluralRule.EastSlavic when number % 10 == 1 && number % 100 != 11 => PluralForm.One,
        _ => number % 10 is >= 2 and <= 4 && number % 100 is not (>= 12 and <= 14) ? PluralForm.Few : PluralForm.Many,
    };
}
