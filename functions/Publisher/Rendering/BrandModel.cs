namespace Publisher.Rendering;

/// <summary>What every mail shows of who sends it: the names <c>look</c> and <c>organisation</c> of templates.</summary>
public static class BrandModel
{
    /// <summary>What is behind the text where the reader's device is set to dark.</summary>
    private static readonly Colour Dark = new(0x17, 0x21, 0x2b);

    public static Dictionary<string, object?> Of(Organisation organisation, Look look)
    {
        var accent = Colour.Parse(look.Accent) ?? Colour.Parse(Look.Default.Accent)!.Value;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["look"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["accent"] = accent.ToString(),
                ["accentDark"] = accent.ReadableOn(Dark, Colour.TextContrast + 1).ToString(),
                ["logo"] = look.Logo is { } logo ? Of(logo) : null,
            },
            ["organisation"] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["lang"] = Organisation.Language,
                ["name"] = Markers.Clean(organisation.Name),
                ["address"] = Markers.Clean(organisation.Address),
                ["email"] = organisation.Email,
                ["facebook"] = organisation.Facebook,
                ["linkedIn"] = organisation.LinkedIn,
            },
        };
    }

    public static Dictionary<string, object?> Of(Logo logo) =>
        new(StringComparer.Ordinal) { ["url"] = logo.Url, ["alt"] = logo.Alt, ["lang"] = Organisation.Language, ["width"] = logo.Width };
}
