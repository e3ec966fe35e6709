using Publisher.App.Public;
using Publisher.Rendering;

namespace Publisher.App.Settings;

/// <summary>Reads how an organisation looks, and the strips that the programmes want shown.</summary>
internal static class BrandSettings
{
    /// <summary>CSS pixels.</summary>
    private const int LogoWidth = 160;

    /// <summary>CSS pixels; smaller shows nothing.</summary>
    private const int MinLogoWidth = 16;

    /// <summary>CSS pixels; what the page has between its margins.</summary>
    private const int MaxLogoWidth = 552;

    public static Look ReadLook(SettingsReader reader, string publicUrl)
    {
        var (logo, alt, width) = (reader.Text("Look:Logo"), reader.Text("Look:LogoAlt"), ReadWidth(reader, "Look:LogoWidth"));
        if (logo.Length == 0 && alt.Length > 0) reader.Fault("Look:Logo", $"is missing; {SettingsReader.NameOf("Look:LogoAlt")} describes it");
        return new Look(ReadAccent(reader), logo.Length > 0 ? CheckLogo(reader, ("Look:Logo", logo), ("Look:LogoAlt", alt), width, publicUrl) : null);
    }

    public static Programmes ReadProgrammes(SettingsReader reader, string publicUrl)
    {
        var all = new List<Programme>();
        // Each name once: two programmes of one name would show one's strip for the other's money.
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in reader.Entries("Programmes"))
        {
            var at = $"Programmes:{entry}";
            var (name, sentence) = (reader.Text($"{at}:Name"), reader.Text($"{at}:Sentence"));
            var aliases = reader.Text($"{at}:Aliases").Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (name.Length == 0) reader.Fault($"{at}:Name", "is missing; it is the programme as people call it, such as FEdKP 2021–2027");
            else if (!known.Add(name)) reader.Fault($"{at}:Name", $"is „{name}”, which is another programme's name already");
            foreach (var alias in aliases)
                if (!known.Add(alias)) reader.Fault($"{at}:Aliases", $"has „{alias}”, which names a programme already");
            if (sentence.Length == 0) reader.Fault($"{at}:Sentence", "is missing; it says who pays, in the words that the grant agreement asks for");
            var logos = ReadLogos(reader, $"{at}:Logos", publicUrl);
            if (logos.Count == 0) reader.Fault($"{at}:Logos", $"is missing; a programme is shown by one logo at least: {SettingsReader.NameOf($"{at}:Logos:0:Url")} and {SettingsReader.NameOf($"{at}:Logos:0:Alt")}");
            all.Add(new Programme(name, aliases, sentence, logos) { Hashtags = SocialSettings.ReadHashtags(reader, $"{at}:Hashtags") });
        }

        return new Programmes(all);
    }

    private static List<Logo> ReadLogos(SettingsReader reader, string list, string publicUrl)
    {
        var logos = new List<Logo>();
        foreach (var entry in reader.Entries(list))
        {
            var at = $"{list}:{entry}";
            var (url, alt) = (($"{at}:Url", reader.Text($"{at}:Url")), ($"{at}:Alt", reader.Text($"{at}:Alt")));
            logos.Add(CheckLogo(reader, url, alt, ReadWidth(reader, $"{at}:Width"), publicUrl));
        }

        return logos;
    }

    private static Logo CheckLogo(SettingsReader reader, (string Key, string Value) url, (string Key, string Value) alt, int width, string publicUrl)
    {
        if (alt.Value.Length == 0) reader.Fault(alt.Key, "is missing; it says whose logo this is to those who do not see it");
        return new Logo(Absolute(reader, url.Key, url.Value, publicUrl), alt.Value, width);
    }

    /// <summary>A picture of this installation is named by its path: the address in front of it is where links in mails lead.</summary>
    private static string Absolute(SettingsReader reader, string key, string url, string publicUrl)
    {
        if (url.Length == 0) reader.Fault(key, $"is missing; it is the picture's address, https://…, or {AssetName.Path}NAME for one of this installation's own");
        else if (url.StartsWith(AssetName.Path, StringComparison.Ordinal))
        {
            if (AssetName.IsValid(url[AssetName.Path.Length..])) return publicUrl + url;
            reader.Fault(key, $"is „{url}”; after {AssetName.Path} it must be the name of a picture, such as {AssetName.Path}logo.png ({AssetName.Types})");
        }
        else if (!WebAddress.IsValid(url, secure: true))
            reader.Fault(key, $"is „{url}”; it must be a full address, https://…, or {AssetName.Path}NAME for a picture of this installation's own");
        return url;
    }

    private static int ReadWidth(SettingsReader reader, string key) => reader.Number(key, LogoWidth, MinLogoWidth, MaxLogoWidth);

    private static string ReadAccent(SettingsReader reader)
    {
        var text = reader.Text("Look:Accent", Look.Default.Accent);
        if (Colour.Parse(text) is { } accent) return accent.ToString();
        reader.Fault("Look:Accent", $"is „{text}”; it must be a colour as #rrggbb, such as {Look.Default.Accent}");
        return Look.Default.Accent;
    }
}
