using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Publisher.Mail.Mime;

/// <summary>
/// Writes header fields into a span: folded at <see cref="MimeLimits.PreferredLine"/> where a blank allows it, never past
/// <see cref="MimeLimits.HardLine"/>, and never with an octet of a value that would end a line.
/// </summary>
internal ref struct HeaderWriter(Span<byte> output)
{
    private const string Opening = "=?utf-8?B?";
    private const int Delimiters = 12; // =?utf-8?B? and ?=

    // What may stand bare in a display name: atoms and blanks (RFC 5322 §3.2.3).
    private static readonly SearchValues<char> Atoms =
        SearchValues.Create(" !#$%&'*+-/=?^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly Span<byte> output = output;
    private int column;

    /// <summary>Octets written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Octets that a field of this many UTF-16 units can take: base64 of three octets a unit, and an opening for each word.</summary>
    /// <param name="chars">UTF-16 units of name and values together.</param>
    /// <returns>Octets.</returns>
    public static int MaxLength(int chars) => checked((chars * 8) + 256);

    /// <summary>Writes a field whose value is free text (RFC 5322 §3.6.5): control characters become blanks, the ends are trimmed.</summary>
    public void Unstructured(string name, ReadOnlySpan<char> value)
    {
        Begin(name);
        value = value.Trim();
        if (IsLiteral(value) && LongestUnit(value) <= MimeLimits.HardLine - 2 - name.Length)
            Words(value);
        else
            EncodedWords(value, first: true);
        End();
    }

    /// <summary>Writes a field whose value has a grammar of its own and is ASCII already; it is folded at its blanks.</summary>
    /// <exception cref="MailFormatException">The value holds something else than visible ASCII and blanks, or a word that fits no line.</exception>
    public void Structured(string name, ReadOnlySpan<char> value)
    {
        value = value.Trim(' ');
        if (value.ContainsAnyExcept(CharSets.Printable)) throw new MailFormatException($"The value of {name} holds a character outside visible ASCII.");
        if (LongestUnit(value) > MimeLimits.HardLine - 2 - name.Length) throw new MailFormatException($"A word of {name}, with the blanks before it, is longer than a line may be.");
        Begin(name);
        Words(value);
        End();
    }

    /// <summary>Writes a field in the form asked for.</summary>
    public void Field(string name, ReadOnlySpan<char> value, FieldForm form)
    {
        if (form == FieldForm.Structured) Structured(name, value);
        else Unstructured(name, value);
    }

    /// <summary>Writes an identifier in its angle brackets.</summary>
    public void Identifier(string name, ReadOnlySpan<char> id)
    {
        Begin(name);
        Put('<');
        Text(id);
        Put('>');
        End();
    }

    /// <summary>Writes the date of the message.</summary>
    public void Date(DateTimeOffset date)
    {
        Begin("Date");
        MailDate.Write(date, output[Length..]);
        Advance(MailDate.Length);
        End();
    }

    /// <summary>Writes a field of one mailbox (RFC 5322 §3.4).</summary>
    public void Address(string name, Mailbox mailbox)
    {
        Begin(name);
        if (mailbox.Name is { } person)
        {
            if (!person.AsSpan().ContainsAnyExcept(Atoms) && !person.Contains("=?", StringComparison.Ordinal) && LongestUnit(person) < MimeLimits.HardLine / 2)
                Words(person);
            else if (IsLiteral(person) && person.Length < MimeLimits.PreferredLine)
                Quoted(person);
            else
                EncodedWords(person, first: true);
            if (column + mailbox.Address.Length + 3 > MimeLimits.PreferredLine) Fold();
            Put(' ');
        }
        Put('<');
        Text(mailbox.Address);
        Put('>');
        End();
    }

    /// <summary>Writes an encoded word sequence that never splits a character (RFC 2047 §5 (3)).</summary>
    private void EncodedWords(scoped ReadOnlySpan<char> value, bool first)
    {
        Span<byte> utf8 = stackalloc byte[48];
        while (!value.IsEmpty)
        {
            if (!first)
            {
                Fold();
                Put(' ');
            }
            first = false;
            var room = Math.Min(MimeLimits.EncodedWord, MimeLimits.EncodedWordLine - column) - Delimiters;
            // A field name so long that no character fits behind it: the word goes on a line of its own.
            if (room < 8)
            {
                Fold();
                Put(' ');
                room = MimeLimits.EncodedWord - 1 - Delimiters;
            }
            var used = TakeRunes(ref value, utf8[..(room / 4 * 3)]);
            foreach (var c in Opening) Put(c);
            Base64.EncodeToUtf8(utf8[..used], output[Length..], out _, out var written);
            Advance(written);
            Put('?');
            Put('=');
        }
    }

    private static int TakeRunes(scoped ref ReadOnlySpan<char> value, scoped Span<byte> utf8)
    {
        var used = 0;
        while (!value.IsEmpty)
        {
            Rune.DecodeFromUtf16(value, out var rune, out var units);
            if (rune.Utf8SequenceLength > utf8.Length - used) break;
            used += (Rune.IsControl(rune) ? new Rune(' ') : rune).EncodeToUtf8(utf8[used..]);
            value = value[units..];
        }
        return used;
    }

    // Folds before a run of blanks, so that no line consists of blanks only (RFC 5322 §3.2.2).
    private void Words(ReadOnlySpan<char> value)
    {
        var start = column;
        while (!value.IsEmpty)
        {
            var blanks = value.IndexOfAnyExcept(' ');
            var end = value[blanks..].IndexOf(' ');
            var length = end < 0 ? value.Length : blanks + end;
            if (blanks > 0 && column > start && column + length > MimeLimits.PreferredLine) Fold();
            Text(value[..length]);
            value = value[length..];
        }
    }

    private void Quoted(ReadOnlySpan<char> value)
    {
        Put('"');
        foreach (var c in value)
        {
            if (c is '"' or '\\') Put('\\');
            Put(c);
        }
        Put('"');
    }

    private static bool IsLiteral(ReadOnlySpan<char> value) =>
        !value.ContainsAnyExcept(CharSets.Printable) && value.IndexOf("=?", StringComparison.Ordinal) < 0;

    // What Words puts on a line in one go: a word with all the blanks before it, for a line is folded before them.
    private static int LongestUnit(ReadOnlySpan<char> value)
    {
        var longest = 0;
        while (!value.IsEmpty)
        {
            var blanks = Math.Max(value.IndexOfAnyExcept(' '), 0);
            var end = value[blanks..].IndexOf(' ');
            var length = end < 0 ? value.Length : blanks + end;
            longest = Math.Max(longest, length);
            value = value[length..];
        }
        return longest;
    }

    private void Begin(string name)
    {
        Text(name);
        Put(':');
        Put(' ');
    }

    private void Fold() => End();

    private void End()
    {
        Put('\r');
        Put('\n');
        column = 0;
    }

    private void Text(ReadOnlySpan<char> value) => Advance(Encoding.UTF8.GetBytes(value, output[Length..]));

    private void Put(char c)
    {
        output[Length++] = (byte)c;
        column++;
    }

    private void Advance(int octets)
    {
        Length += octets;
        column += octets;
    }
}
