using System.Text.RegularExpressions;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>Faults and fields of items in the reader's language. Pure.</summary>
internal sealed partial class FaultWords(Strings texts, Words words)
{
    /// <summary>What is wrong, as a sentence to be read beside its field.</summary>
    public string Of(ItemFault fault) => Of(fault.Code, fault.Arguments);

    public string Of(FaultCode code, IReadOnlyList<(string Blank, string Value)> arguments)
    {
        var key = $"fault{code}";
        // What may have been meant is asked only where there is something.
        if (arguments.Any(argument => argument is { Blank: "near", Value.Length: > 0 })) key += "Near";
        return texts.Fill(key, [.. arguments.Select(argument => (argument.Blank, Shown(argument.Value)))]);
    }

    /// <summary>"Odnośniki, wiersz 2: adres": the field in a list of faults.</summary>
    public string NameOf(string field)
    {
        if (field.Length == 0) return texts["fieldWhole"];
        if (Row().Match(field) is not { Success: true } row) return Label(field);
        var at = int.Parse(row.Groups["at"].Value, System.Globalization.CultureInfo.InvariantCulture) + 1;
        return texts.Fill("fieldInRow", ("list", Label(row.Groups["list"].Value)), ("row", $"{at}"), ("field", Label($"{row.Groups["list"].Value}.{row.Groups["part"].Value}")));
    }

    /// <summary>What the field is called in its form; as it is, where it has no words.</summary>
    public string Label(string field)
    {
        var key = "field" + FieldSpec.Key(field);
        return texts.Has(key) ? texts[key] : field;
    }

    /// <summary>A day or an hour is said as people say it; it may be anything else as well.</summary>
    private string Shown(string value) => Moment.TryParse(value, out var moment) ? words.Moment(moment) : value;

    [GeneratedRegex(@"^(?<list>[a-zA-Z]{1,40})\[(?<at>[0-9]{1,3})\]\.(?<part>[a-z]{1,20})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
