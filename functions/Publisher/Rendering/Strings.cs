using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>The product's own words in one language, from <c>templates/strings/LANGUAGE.json</c>.</summary>
public sealed class Strings
{
    private readonly FrozenDictionary<string, string> texts;
    private readonly FrozenDictionary<string, string[]> lists;

    private Strings(string language, FrozenDictionary<string, string> texts, FrozenDictionary<string, string[]> lists) =>
        (Language, this.texts, this.lists) = (language, texts, lists);

    /// <summary>Two letters (ISO 639-1).</summary>
    public string Language { get; }

    public string this[string key] => texts.TryGetValue(key, out var text)
        ? text
        : throw new KeyNotFoundException($"templates/strings/{Language}.json has no text „{key}”");

    public bool Has(string key) => texts.ContainsKey(key);

    public IReadOnlyList<string> List(string key) => lists[key];

    /// <summary>A text with its {blanks} filled in.</summary>
    public string Fill(string key, params ReadOnlySpan<(string Blank, string Value)> values) => Fill(this[key], key, values);

    /// <summary>A text in the form that its number asks for: {n} is the number. A form "zero" is used for 0 where there is one.</summary>
    public string Count(string key, int n, params ReadOnlySpan<(string Blank, string Value)> values)
    {
        var form = n == 0 && texts.ContainsKey(key + ".zero") ? "zero" : NameOf(Plurals.FormOf(Rule, n));
        return Fill(this[$"{key}.{form}"], key, [("n", n.ToString(CultureInfo.InvariantCulture)), .. values]);
    }

    /// <summary>A text in a form that is chosen later, by a merge condition.</summary>
    /// <param name="capital">With a capital letter at its beginning, should that be a letter.</param>
    public string Form(string key, PluralForm form, bool capital, params ReadOnlySpan<(string Blank, string Value)> values)
    {
        var text = this[$"{key}.{NameOf(form)}"];
        return Fill(capital ? Words.Capital(text) : text, key, values);
    }

    /// <summary>How the language counts.</summary>
    public PluralRule Rule => Language switch
    {
        "pl" => PluralRule.Polish,
        "uk" => PluralRule.EastSlavic,
        _ => PluralRule.OneMany,
    };

    /// <summary>The forms that numbers take in it.</summary>
    public IReadOnlyList<PluralForm> Forms => Rule == PluralRule.OneMany ? [PluralForm.One, PluralForm.Many] : [PluralForm.One, PluralForm.Few, PluralForm.Many];

    private static string NameOf(PluralForm form) => form switch
    {
        PluralForm.One => "one",
        PluralForm.Few => "few",
        _ => "many",
    };

    private static string Fill(string text, string key, ReadOnlySpan<(string Blank, string Value)> values)
    {
        // One pass over the template, so that a value with braces in it stays what it is.
        var filled = new System.Text.StringBuilder(text.Length + 32);
        var at = 0;
        while (text.IndexOf('{', at) is var open and >= 0)
        {
            var close = text.IndexOf('}', open);
            var blank = text[(open + 1)..close];
            filled.Append(text, at, open - at).Append(Value(blank, key, values));
            at = close + 1;
        }

        return filled.Append(text, at, text.Length - at).ToString();
    }

    private static string Value(string blank, string key, ReadOnlySpan<(string Blank, string Value)> values)
    {
        foreach (var (name, value) in values)
            if (name == blank) return value;
        throw new ArgumentException($"the text „{key}” has a blank {{{blank}}} that nobody fills", nameof(key));
    }

    /// <exception cref="InvalidDataException">The file is not what a strings file is; the message names it.</exception>
    public static Strings Load(string file)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        var lists = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (var member in json.RootElement.EnumerateObject())
            {
                switch (member.Value.ValueKind)
                {
                    case JsonValueKind.String: texts.Add(member.Name, member.Value.GetString()!); break;
                    case JsonValueKind.Array: lists.Add(member.Name, [.. member.Value.EnumerateArray().Select(element => element.GetString()!)]); break;
                    default:
                        foreach (var form in member.Value.EnumerateObject()) texts.Add($"{member.Name}.{form.Name}", form.Value.GetString()!);
                        break;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{file} is not a strings file: {fault.Message}", fault);
        }

        return new Strings(Path.GetFileNameWithoutExtension(file), texts.ToFrozenDictionary(StringComparer.Ordinal), lists.ToFrozenDictionary(StringComparer.Ordinal));
    }
}
