using CsvHelper;
using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>
/// A list of subscribers as CSV with a header line: <c>address</c>, and where wanted <c>name</c>, <c>language</c>, <c>kinds</c>,
/// <c>districts</c>, <c>topics</c> (lists separated by <c>|</c>). Commas or semicolons between the columns. Read whole or refused whole.
/// </summary>
public static class SubscriberFile
{
    /// <summary>Faults shown at once; a file with more is wrong as a whole.</summary>
    public const int MaxFaults = 50;

    /// <summary>Octets of a line; a subscriber needs some hundred.</summary>
    private const int MaxLine = 64 * 1024;

    private static readonly string[] Columns = ["address", "name", "language", "kinds", "districts", "topics"];

    /// <param name="source">Where the list comes from, in words: it is part of the proof of consent.</param>
    /// <exception cref="RefusedException">With a fault for each thing wrong, by line and column.</exception>
    public static IReadOnlyList<Subscriber> Read(string text, Districts districts, string source, Instant now)
    {
        var faults = new List<Fault>();
        var found = new Dictionary<SubscriberKey, Subscriber>();
        using var csv = CsvReader.FromText(text, new CsvReaderOptions
        {
            Separator = SeparatorOf(text),
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = MaxLine,
            MalformedData = CsvMalformedDataHandling.Throw,
            IncludeValuesInExceptions = false,
        });
        try
        {
            ReadAll(csv, districts, source, now, faults, found);
        }
        catch (CsvFormatException fault)
        {
            faults.Add(new Fault("line", "is not CSV: " + fault.Message, (int)fault.LineNumber));
        }

        if (faults.Count == 0) return [.. found.Values];
        var many = faults.Count >= MaxFaults ? $"at least {MaxFaults} faults" : faults.Count == 1 ? "a fault" : $"{faults.Count} faults";
        throw new RefusedException($"Nothing was imported: the file has {many}.", faults);
    }

    private static void ReadAll(
        CsvReader csv, Districts districts, string source, Instant now, List<Fault> faults, Dictionary<SubscriberKey, Subscriber> found)
    {
        var header = csv.Headers.Select(name => name.Trim('\uFEFF', ' ').ToLowerInvariant()).ToArray();
        CheckHeader(header, faults);
        if (faults.Count > 0) return;
        while (csv.Read() && faults.Count < MaxFaults)
        {
            var line = (int)csv.LineNumber;
            var row = new Row(csv, header);
            if (csv.FieldCount > header.Length)
                faults.Add(new Fault("line", $"has {csv.FieldCount} columns where the header has {header.Length}; separate a list's entries by |", line));
            else if (ReadOne(row, line, districts, source, now, faults) is { } subscriber && !found.TryAdd(subscriber.Key, subscriber))
                faults.Add(new Fault("address", $"„{subscriber.Address}” is in this file twice", line));
        }

        if (found.Count == 0 && faults.Count == 0) faults.Add(new Fault("file", "has no line after its header: there is nothing to import", 1));
    }

    private static void CheckHeader(string[] header, List<Fault> faults)
    {
        foreach (var column in header.Except(Columns, StringComparer.Ordinal))
        {
            var near = Nearest.To(column, Columns);
            faults.Add(new Fault(column, $"is not a column here; {(near is null ? $"they are {string.Join(", ", Columns)}" : $"did you mean „{near}”?")}", 1));
        }

        foreach (var twice in header.GroupBy(column => column).Where(group => group.Count() > 1)) faults.Add(new Fault(twice.Key, "is in the header twice", 1));
        if (!header.Contains("address", StringComparer.Ordinal)) faults.Add(new Fault("address", "is missing from the header", 1));
    }

    /// <summary>What stands most often in the header; | is left for the lists inside a column.</summary>
    private static char SeparatorOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var header = end < 0 ? text : text[..end];
        return ((char[])[',', ';', '\t']).MaxBy(separator => header.Count(c => c == separator));
    }

    private static Subscriber? ReadOne(Row row, int line, Districts districts, string source, Instant now, List<Fault> faults)
    {
        var before = faults.Count;
        var address = Address.Parse(row.Text("address"), out var fault);
        if (address is null) faults.Add(new Fault("address", fault, line));
        var name = row.Text("name");
        if (name.Length > PersonName.MaxLength || name.Any(char.IsControl)) faults.Add(new Fault("name", $"is not a name: at most {PersonName.MaxLength} characters on one line", line));
        var language = row.Text("language") is { Length: > 0 } given ? given.ToLowerInvariant() : "pl";
        if (language.Length != 2 || !language.All(char.IsAsciiLetterLower)) faults.Add(new Fault("language", $"„{language}” is not a language; write its two letters: pl, en, uk", line));
        var kinds = new List<ItemKind>();
        foreach (var text in row.List("kinds"))
        {
            if (ItemKinds.TryParse(text, out var kind)) kinds.Add(kind);
            else faults.Add(new Fault("kinds", ItemKinds.Refuse(text), line));
        }

        var places = new List<string>();
        foreach (var text in row.List("districts"))
        {
            if (districts.Find(text) is { } district) places.Add(district.Slug);
            else faults.Add(new Fault("districts", districts.Refuse(text), line));
        }

        if (faults.Count > before) return null;
        return new Subscriber(
            SubscriberKey.Of(address!), address!.Mailbox, name, language, SubscriptionStatus.Confirmed, new Interests(kinds, places, row.List("topics")), source, now);
    }

    private readonly struct Row(CsvReader csv, string[] header)
    {
        public string Text(string column)
        {
            var at = Array.IndexOf(header, column);
            return at >= 0 && at < csv.FieldCount ? csv.GetString(at) : "";
        }

        public string[] List(string column) => Text(column).Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
