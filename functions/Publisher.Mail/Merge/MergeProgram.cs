using System.Buffers;
using System.Globalization;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Merge;

/// <summary>
/// A message for many, compiled: octets that are the same for everybody are encoded once, between them lie slots and conditional
/// stretches. Immutable, so that any number of threads may write from it at once, each with its own <see cref="MergeValues"/>.
/// </summary>
public sealed class MergeProgram
{
    private const int FieldUnits = 24; // octets that one unit of a value can take in a field: percent-encoded, then in encoded words
    private const int PieceFraming = 16; // octets: the soft break of a piece, and the digits of a count

    private readonly MergeOp[] steps;
    private readonly MergeCondition[] conditions;
    private readonly string[] words;
    private readonly byte[] blocks;
    private readonly int fixedSize;
    private readonly (int Slot, int Weight)[] uses;

    internal MergeProgram(MergeOp[] steps, MergeCondition[] conditions, string[] words, byte[] blocks)
    {
        this.steps = steps;
        this.conditions = conditions;
        this.words = words;
        this.blocks = blocks;
        // By use, not by entry: steps may share a block or a word.
        var size = steps.Sum(s => PieceFraming + s.Code switch
        {
            MergeCode.Block => s.B,
            MergeCode.BeginField or MergeCode.FieldText => (long)HeaderWriter.MaxLength(words[s.A].Length),
            MergeCode.To or MergeCode.Date or MergeCode.MessageId => HeaderWriter.MaxLength(0),
            _ => 0,
        });
        fixedSize = size <= MergeLimits.Message ? (int)size : throw new FormatException("The message would be larger than a message may be.");
        uses = [.. steps.Where(s => s.Code is MergeCode.TextSlot or MergeCode.HtmlSlot or MergeCode.FieldSlot)
            .GroupBy(s => s.A).Select(g => (g.Key, g.Sum(s => s.Code == MergeCode.FieldSlot ? FieldUnits : QuotedPrintable.MaxLength(1))))];
    }

    /// <summary>Compiles a definition.</summary>
    /// <param name="definition">What is to be sent.</param>
    /// <returns>The program.</returns>
    /// <exception cref="MailFormatException">A field cannot be written, or there is neither text nor HTML.</exception>
    public static MergeProgram Compile(MessageDefinition definition) => MergeCompiler.Compile(definition);

    /// <summary>Reads a program that <see cref="Serialize"/> wrote.</summary>
    /// <param name="blob">The octets.</param>
    /// <returns>The program.</returns>
    /// <exception cref="MergeProgramException">The octets are no program, are damaged, or are of a version not known here.</exception>
    public static MergeProgram Load(ReadOnlySpan<byte> blob) => MergeProgramFormat.Read(blob);

    /// <summary>Writes the program in a versioned form that <see cref="Load"/> reads.</summary>
    /// <param name="output">Takes the octets.</param>
    /// <exception cref="MergeProgramException">The program is larger than <see cref="MergeLimits.Program"/>.</exception>
    public void Serialize(IBufferWriter<byte> output) => MergeProgramFormat.Write(steps, conditions, words, blocks, output);

    /// <summary>
    /// Writes the message for one recipient: every line ends with CRLF, none begins with a full stop. It is what
    /// <see cref="MessageComposer"/> composes from the same words, octet for octet.
    /// </summary>
    /// <param name="values">What differs for this recipient; used as working room too.</param>
    /// <param name="output">Takes the octets; nothing is written when an exception is thrown.</param>
    /// <exception cref="MailFormatException">The recipient or the Message-ID is missing, or the value of a field fits no line.</exception>
    public void Write(MergeValues values, IBufferWriter<byte> output)
    {
        if (values.To is null || values.MessageId.IsEmpty) throw new MailFormatException("A message needs a recipient and a Message-ID.");
        output.Advance(Write(values, values.To, output.GetSpan(MaxLength(values, values.To))));
    }

    private int MaxLength(MergeValues values, Mailbox to)
    {
        var size = (long)fixedSize + HeaderWriter.MaxLength(to.Address.Length + (to.Name?.Length ?? 0)) + values.MessageId.Length;
        foreach (var (slot, weight) in uses) size += (long)values.Text(slot).Length * weight;
        return checked((int)size);
    }

    private int Write(MergeValues values, Mailbox to, Span<byte> output)
    {
        var at = 0;
        var held = values.Hold(conditions);
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            switch (step.Code)
            {
                case MergeCode.Block:
                    blocks.AsSpan(step.A, step.B).CopyTo(output[at..]);
                    at += step.B;
                    break;
                case MergeCode.TextSlot:
                case MergeCode.HtmlSlot:
                    at += BodySlot(values, step, output[at..]);
                    break;
                case MergeCode.BodyCount:
                    at += BodyCount(values, step, output[at..]);
                    break;
                case MergeCode.SkipUnless:
                    if (!held[step.A]) i = step.B - 1;
                    break;
                case MergeCode.BeginField:
                    at += Field(values, held, ref i, output[at..]);
                    break;
                default:
                    at += OwnField(values, to, step.Code, output[at..]);
                    break;
            }
        }
        return at;
    }

    private static int BodySlot(MergeValues values, MergeOp step, Span<byte> output)
    {
        var value = values.Text(step.A);
        var html = step.Code == MergeCode.HtmlSlot;
        if (!SlotText.IsClean(value, (SlotEscape)step.B, html))
        {
            var scratch = values.Scratch(value.Length * SlotText.Expansion);
            value = scratch[..SlotText.Escape(value, (SlotEscape)step.B, html, scratch)];
        }
        return QuotedPrintable.Encode(value, output);
    }

    private int BodyCount(MergeValues values, MergeOp step, Span<byte> output)
    {
        values.CountOf(conditions[step.A]).TryFormat(output, out var digits, provider: CultureInfo.InvariantCulture);
        "=\r\n"u8.CopyTo(output[digits..]);
        return digits + 3;
    }

    /// <summary>Puts the value of a field together, and writes the field; leaves <paramref name="i"/> at its last step.</summary>
    private int Field(MergeValues values, ReadOnlySpan<bool> held, ref int i, Span<byte> output)
    {
        var begin = steps[i];
        var scratch = values.Scratch(FieldLength(values, i));
        var length = 0;
        for (i++; steps[i].Code != MergeCode.EndField; i++)
        {
            var step = steps[i];
            if (step.Code == MergeCode.FieldText)
            {
                words[step.A].CopyTo(scratch[length..]);
                length += words[step.A].Length;
            }
            else if (step.Code == MergeCode.FieldSlot)
            {
                length += SlotText.Escape(values.Text(step.A), (SlotEscape)step.B, html: false, scratch[length..]);
            }
            else if (step.Code == MergeCode.FieldCount)
            {
                values.CountOf(conditions[step.A]).TryFormat(scratch[length..], out var digits, provider: CultureInfo.InvariantCulture);
                length += digits;
            }
            else if (!held[step.A])
            {
                i = step.B - 1;
            }
        }
        var writer = new HeaderWriter(output);
        writer.Field(words[begin.A], scratch[..length], (FieldForm)begin.B);
        return writer.Length;
    }

    private int FieldLength(MergeValues values, int i)
    {
        var length = 0;
        for (; steps[i].Code != MergeCode.EndField; i++)
        {
            length += steps[i].Code switch
            {
                MergeCode.FieldText => words[steps[i].A].Length,
                MergeCode.FieldSlot => values.Text(steps[i].A).Length * SlotText.Expansion,
                _ => PieceFraming,
            };
        }
        return length;
    }

    private static int OwnField(MergeValues values, Mailbox to, MergeCode code, Span<byte> output)
    {
        var writer = new HeaderWriter(output);
        if (code == MergeCode.To) writer.Address("To", to);
        else if (code == MergeCode.Date) writer.Date(values.Date);
        else writer.Identifier("Message-ID", values.MessageId);
        return writer.Length;
    }
}
