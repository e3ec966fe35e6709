using System.Globalization;

namespace Publisher.App.Settings;

/// <summary>One setting as people write it, for the help, the README and the console.</summary>
/// <param name="Value">What is set, for people to see: empty where nothing is, and never a secret.</param>
/// <param name="IsSet">Whether anything is set, a secret too.</param>
public sealed record Setting(string Name, string Default, string Value = "", bool IsSet = false)
{
    /// <summary>How the last part of a secret's name ends.</summary>
    private static readonly string[] Secrets = ["Secret", "Password", "AccessToken", "Hash", "SigningKey"];

    /// <summary>What nobody may see, by its name. A list's number says nothing of it.</summary>
    public bool IsSecret => IsSecretName(Name);

    public static bool IsSecretName(string name)
    {
        var parts = name.Split("__");
        return parts.Contains("OldSecrets", StringComparer.OrdinalIgnoreCase)
            || Secrets.Any(ending => parts[^1].EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            || name.EndsWith("Inbound__Key", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>Reads settings with their types, and gathers a sentence for each that cannot be used: a person wants to see all faults at once.</summary>
public sealed class SettingsReader(IConfiguration configuration)
{
    private const string Root = "Publisher";

    private readonly List<Setting> known = [];

    public List<string> Faults { get; } = [];

    public IReadOnlyList<Setting> Known => known;

    /// <summary>Says a setting's name as it stands in the environment: <c>Publisher__Mail__Host</c>.</summary>
    public static string NameOf(string key) => $"{Root}__{key.Replace(":", "__", StringComparison.Ordinal)}";

    public string Text(string key, string otherwise = "")
    {
        var (name, written) = (NameOf(key), configuration[$"{Root}:{key}"] ?? "");
        var text = written.Trim();
        known.Add(new Setting(name, otherwise, Setting.IsSecretName(name) ? "" : text, text.Length > 0));
        return written.Length > 0 ? text : otherwise;
    }

    public void Fault(string key, string text) => Faults.Add($"{NameOf(key)} {text}");

    public T Choice<T>(string key, T otherwise)
        where T : struct, Enum
    {
        var text = Text(key, Name(otherwise));
        foreach (var value in Enum.GetValues<T>())
            if (string.Equals(Name(value), text, StringComparison.OrdinalIgnoreCase)) return value;
        Fault(key, $"is „{text}”; it can be {string.Join(" or ", Enum.GetValues<T>().Select(Name))}");
        return otherwise;
    }

    public bool Flag(string key, bool otherwise)
    {
        var text = Text(key, otherwise ? "true" : "false");
        if (bool.TryParse(text, out var flag)) return flag;
        Fault(key, $"is „{text}”; it can be true or false");
        return otherwise;
    }

    public int Number(string key, int otherwise, int from, int to)
    {
        var text = Text(key, otherwise.ToString(CultureInfo.InvariantCulture));
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to) return number;
        Fault(key, $"is „{text}”; it must be a whole number from {from} to {to}");
        return otherwise;
    }

    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan from, TimeSpan to)
    {
        var text = Text(key, otherwise.ToString("c", CultureInfo.InvariantCulture));
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) && duration >= from && duration <= to) return duration;
        Fault(key, $"is „{text}”; it must be a time as hh:mm:ss or d.hh:mm:ss, from {from:c} to {to:c}");
        return otherwise;
    }

    /// <summary>An http or https address; a slash at its end is taken off.</summary>
    public string Url(string key, string otherwise)
    {
        var text = Text(key, otherwise);
        if (text.Length == 0 || WebAddress.IsValid(text)) return text.TrimEnd('/');
        Fault(key, $"is „{text}”; it must be a full web address, https://…");
        return otherwise;
    }

    /// <summary>The indices of a numbered list of settings: Staff__Keys__0, Staff__Keys__1…</summary>
    public IReadOnlyList<string> Entries(string key) => [.. configuration.GetSection($"{Root}:{key}").GetChildren().Select(child => child.Key)];

    /// <summary>Call last: a name that nobody asked for is a slip of the keyboard, and would be ignored in silence.</summary>
    public void Done()
    {
        var names = known.Select(setting => setting.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in configuration.GetSection(Root).AsEnumerable(makePathsRelative: true))
        {
            if (value is null || names.Contains(NameOf(key))) continue;
            var near = Nearest.To(NameOf(key), names);
            Fault(key, near is null ? "is not a setting" : $"is not a setting; did you mean {near}?");
        }
    }

    private static string Name<T>(T value)
        where T : struct, Enum
        => value.ToString().ToLowerInvariant();
}
