using System.Text;
using CsvHelper;
using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers.Import;

/// <summary>
/// A list of subscribers as CSV with a header line, as people keep one and as Mailchimp, listmonk, MailPoet and we export one. It is read line by
/// line, as often as wanted: nothing of it stays in memory.
/// </summary>
public sealed class SubscriberFile
{
    /// <summary>Faults shown at once; a file with more is wrong as a whole.</summary>
    public const int MaxFaults = 50;

    /// <summary>Octets of a line; a subscriber needs some hundred, with a tool's notes some thousand.</summary>
    private const int MaxLine = 64 * 1024;

    private readonly Stream stream;
    private readonly FileEncoding encoding;
    private readonly LeftOut everyone;
    private readonly string? source;
    private readonly int hintLines;
    private readonly char separator;

    private SubscriberFile(Stream stream, string name, string? source, string? encoding)
    {
        (this.stream, this.source, everyone) = (stream, source, ForeignStatus.OfFileName(Path.GetFileName(name)));
        this.encoding = FileEncoding.Of(stream, encoding);
        (separator, hintLines) = Look();
        using var csv = Open();
        // The header is a line like the others to the reader, so that one that is broken is refused like them.
        if (!csv.Read()) throw new RefusedException("Nothing was imported.", [new Fault("address", "is missing: the file is empty; it needs a header line", 1).As("empty")]);
        Columns = new SubscriberColumns([.. Cells(csv)], 1 + hintLines);
    }

    public SubscriberColumns Columns { get; }

    /// <summary>What a person should know about how the file was understood, in sentences.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            if (encoding.Note.Length > 0) yield return encoding.Note;
            if (Columns.Format != SubscriberFileFormat.Plain) yield return $"The file is an export of {NameOf(Columns.Format)}.";
            if (Columns.Ignored.Count > 0) yield return $"Not taken: {string.Join(", ", Columns.Ignored)}.";
        }
    }

    /// <summary>Octets, for showing progress.</summary>
    public long Length => stream.Length;

    /// <summary>How much of it the reading under way has taken.</summary>
    public long Position => stream.Position;

    /// <param name="stream">One that can be read from its start again.</param>
    /// <param name="name">The file's name: Mailchimp's says who is in it.</param>
    /// <param name="source">Where the people on it agreed to be mailed, in words; null where the file says so, line by line.</param>
    /// <param name="encoding">One of <see cref="FileEncoding.Names"/>; null for what the file looks like.</param>
    /// <exception cref="RefusedException">It is not a list of subscribers, or does not say where consent comes from.</exception>
    public static SubscriberFile Open(Stream stream, string name, string? source, string? encoding)
    {
        if (!stream.CanSeek) throw new RefusedException("Nothing was imported.", [new Fault("file", "is a pipe; a list is read twice, so save it as a file first")]);
        return Refusing(() => new SubscriberFile(stream, name, string.IsNullOrWhiteSpace(source) ? null : source.Trim(), encoding));
    }

    /// <summary>Whether the file has a column that says where consent comes from; if not, <c>--source</c> has to.</summary>
    public bool CarriesSource => Columns.Format is SubscriberFileFormat.Mailchimp or SubscriberFileFormat.MailPoet || Columns.Has(SubscriberColumn.Source);

    /// <summary>Its lines, from the first after the header.</summary>
    /// <exception cref="RefusedException">From here on it cannot be read as CSV, or as text.</exception>
    public IEnumerable<SubscriberLine> Lines(Districts districts, Instant now)
    {
        using var csv = Refusing(Open);
        Refusing(csv.Read);
        var reader = new SubscriberLineReader(Columns, districts, now, source, everyone);
        while (Refusing(csv.Read))
        {
            var line = checked((int)csv.LineNumber) + hintLines;
            yield return csv.FieldCount > Columns.Header.Count && Columns.Format == SubscriberFileFormat.Plain
                ? SubscriberLine.Refused(line, [.. Cells(csv)], [new Fault("line", $"has {csv.FieldCount} columns where the header has {Columns.Header.Count}; separate a list's entries by |", line).As("cells", ("count", $"{csv.FieldCount}"), ("columns", $"{Columns.Header.Count}"))])
                : reader.Read(line, [.. Cells(csv)]);
        }
    }

    private static string NameOf(SubscriberFileFormat format) => format == SubscriberFileFormat.Listmonk ? "listmonk" : format.ToString();

    private static IEnumerable<string> Cells(CsvReader csv)
    {
        for (var at = 0; at < csv.FieldCount; at++) yield return csv.GetString(at);
    }

    private static T Refusing<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException fault)
        {
            throw new RefusedException("Nothing of the file can be imported.", [new Fault("line", "is not CSV: " + fault.Message, fault.LineNumber > 0 ? (int)fault.LineNumber : null).As("csv")]);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException("Nothing was imported.", [new Fault("file", $"is not in the encoding it seemed to be, or that was given; --encoding can be {string.Join(", ", FileEncoding.Names)}").As("encoding")]);
        }
    }

    private CsvReader Open()
    {
        var text = OpenText();
        for (var at = 0; at < hintLines; at++) text.ReadLine();
        return CsvReader.Create(
            text,
            new CsvReaderOptions
            {
                HasHeader = false,
                Separator = separator,
                TrimWhitespace = true,
                TrimInsideQuotes = true,
                TrackLineNumbers = true,
                // A tool's notes have them; a name that does is refused.
                AllowLineBreaksInQuotes = true,
                MaxRecordSize = MaxLine,
                MalformedData = CsvMalformedDataHandling.Throw,
                IncludeValuesInExceptions = false,
            },
            leaveOpen: false);
    }

    private StreamReader OpenText()
    {
        stream.Position = 0;
        return new StreamReader(stream, encoding.Encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
    }

    /// <summary>What separates the columns: what Excel's first line <c>sep=;</c> says, or what stands most often in the header; | is left for the lists inside a column.</summary>
    private (char Separator, int HintLines) Look()
    {
        using var text = OpenText();
        var head = new char[MaxLine];
        var size = text.ReadBlock(head);
        var start = head.AsSpan(0, size).TrimStart('\uFEFF');
        var end = start.IndexOfAny('\r', '\n');
        var first = end < 0 ? start : start[..end];
        if (first.Trim('"') is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', (',' or ';' or '\t') and var hint]) return (hint, 1);
        var (best, most) = (',', 0);
        foreach (var candidate in (ReadOnlySpan<char>)[',', ';', '\t'])
        {
            var count = 0;
            var quoted = false;
            foreach (var c in first)
            {
                if (c == '"') quoted = !quoted;
                else if (c == candidate && !quoted) count++;
            }

            if (count > most) (best, most) = (candidate, count);
        }

        return (best, 0);
    }
}
