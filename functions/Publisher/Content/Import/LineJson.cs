using System.Text.Json;

namespace Publisher.Content.Import;

/// <summary>A JSON value that remembers the line it began on, so that a fault can be shown where it stands in the file.</summary>
public abstract record LineJson(int Line)
{
    /// <summary>A content file holds an organisation's items, not its archives.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const int MaxDepth = 16;

    /// <summary>Reads a whole document.</summary>
    /// <exception cref="RefusedException">It is not JSON; the fault names the line.</exception>
    public static LineJson Parse(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            throw Refuse(1, $"is larger than {MaxBytes / 1024 / 1024} MB");
        if (utf8.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Skip });
        var lines = new LineCounter(utf8);
        try
        {
            if (!reader.Read()) throw Refuse(1, "is empty");
            var value = Read(ref reader, ref lines);
            return reader.Read() ? throw Refuse(lines.At(reader.TokenStartIndex), "has something after its end") : value;
        }
        catch (JsonException fault)
        {
            throw Refuse((int)(fault.LineNumber ?? 0) + 1, "is not JSON here: " + Sentence(fault.Message));
        }
        catch (InvalidOperationException)
        {
            throw Refuse(lines.At(reader.TokenStartIndex), "is not UTF-8 text here");
        }
    }

    private static RefusedException Refuse(int line, string text) => new("The file cannot be read.", [new Fault("file", text, line)]);

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static LineJson Read(ref Utf8JsonReader reader, ref LineCounter lines)
    {
        var line = lines.At(reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<LineMember>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var at = lines.At(reader.TokenStartIndex);
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add(new LineMember(name, at, Read(ref reader, ref lines)));
                }

                return new LineObject(line, members);
            case JsonTokenType.StartArray:
                var elements = new List<LineJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) elements.Add(Read(ref reader, ref lines));
                return new LineArray(line, elements);
            case JsonTokenType.String:
                return new LineText(line, reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? new LineNumber(line, number) : new LineOther(line, "a number too large");
            default:
                return new LineOther(line, reader.TokenType == JsonTokenType.Null ? "null" : "true or false");
        }
    }

    /// <summary>Counts line ends up to growing positions, each byte once.</summary>
    private ref struct LineCounter(ReadOnlySpan<byte> text)
    {
        private readonly ReadOnlySpan<byte> bytes = text;
        private int counted;
        private int line = 1;

        public int At(long position)
        {
            if (position <= counted) return line;
            line += bytes[counted..(int)position].Count((byte)'\n');
            counted = (int)position;
            return line;
        }
    }
}

public sealed record LineObject(int Line, IReadOnlyList<LineMember> Members) : LineJson(Line);

public sealed record LineMember(string Name, int Line, LineJson Value);

public sealed record LineArray(int Line, IReadOnlyList<LineJson> Elements) : LineJson(Line);

public sealed record LineText(int Line, string Value) : LineJson(Line);

public sealed record LineNumber(int Line, decimal Value) : LineJson(Line);

/// <param name="What">How to call it in a sentence.</param>
public sealed record LineOther(int Line, string What) : LineJson(Line);
