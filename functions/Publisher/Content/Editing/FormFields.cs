using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Publisher.Content.Editing;

/// <summary>Takes what a form posted field by field; what cannot be read is a fault, and is kept as it was written.</summary>
internal sealed partial class FormFields(IReadOnlyDictionary<string, IReadOnlyList<string>> posted, DateTimeZone zone, LocalDate today)
{
    public List<ItemFault> Faults { get; } = [];

    /// <summary>Fields whose values could not be read, as they were written.</summary>
    public Dictionary<string, IReadOnlyList<string>> Unread { get; } = new(StringComparer.Ordinal);

    /// <summary>Without blanks around it, with the line ends of files: browsers post others.</summary>
    public string Text(string field) => Values(field) is [var first, ..] ? Clean(first) : "";

    /// <summary>Each value once, in their order.</summary>
    public IReadOnlyList<string> Chosen(string field) => [.. Values(field).Select(Clean).Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>The lines of all its values that say something.</summary>
    public IReadOnlyList<string> Lines(string field) =>
        [.. Values(field).SelectMany(value => Clean(value).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    public Moment? Moment(string field)
    {
        var (hourField, before) = (field + FormMoment.HourSuffix, Faults.Count);
        var (day, hour) = (Text(field), Text(hourField));
        var moment = FormMoment.Read(field, day, hour, zone, today, Faults);
        if (moment is null && Faults.Count > before) (Unread[field], Unread[hourField]) = ([day], [hour]);
        return moment;
    }

    public decimal? Amount(string field)
    {
        var text = Text(field);
        if (text.Length == 0) return null;
        if (FormAmount.TryParse(text, out var amount)) return amount;
        Fault(field, FaultCode.NotAnAmount, $"„{text}” is not an amount; write 1 250 000,50", [text], text);
        return null;
    }

    /// <summary>The rows of a list, <c>links[0].url</c> and so on, by their numbers; those with nothing in the fields that count are left out.</summary>
    /// <param name="counts">Names of the fields that make a row worth keeping.</param>
    public IReadOnlyList<T> Rows<T>(string list, IReadOnlyList<string> counts, Func<Func<string, string>, T> read)
    {
        var numbers = new SortedSet<int>();
        foreach (var name in posted.Keys)
            if (Row().Match(name) is { Success: true } match && match.Groups["list"].Value == list) numbers.Add(int.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture));
        return [.. numbers.Where(at => counts.Any(part => Text($"{list}[{at}].{part}").Length > 0)).Select(at => read(part => Text($"{list}[{at}].{part}")))];
    }

    public void Fault(string field, FaultCode code, string text, IReadOnlyList<string> unread, params ReadOnlySpan<string> values)
    {
        Faults.Add(ItemFault.Of(field, code, text, values));
        Unread[field] = unread;
    }

    private IReadOnlyList<string> Values(string field) => posted.GetValueOrDefault(field) ?? [];

    private static string Clean(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Trim();

    // Three digits: no list is longer, and no number runs over.
    [GeneratedRegex(@"^(?<list>[a-zA-Z]{1,40})\[(?<at>[0-9]{1,3})\]\.[a-z]{1,20}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
