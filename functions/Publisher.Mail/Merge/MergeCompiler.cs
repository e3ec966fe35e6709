using System.Buffers;
using System.Text;
using Publisher.Mail.Mime;
using static Publisher.Mail.Merge.MergeTemplate;

namespace Publisher.Mail.Merge;

/// <summary>Turns a definition into steps: what is the same for everybody is encoded here, once.</summary>
internal sealed class MergeCompiler
{
    private readonly List<MergeOp> steps = [];
    private readonly List<MergeCondition> conditions = [];
    private readonly List<string> words = [];
    private readonly ArrayBufferWriter<byte> blocks = new();
    private bool canJoin;

    internal static MergeProgram Compile(MessageDefinition definition)
    {
        var compiler = new MergeCompiler();
        compiler.Header(definition);
        compiler.Bodies(definition);
        return new MergeProgram([.. compiler.steps], [.. compiler.conditions], [.. compiler.words], compiler.blocks.WrittenSpan.ToArray());
    }

    private void Header(MessageDefinition definition)
    {
        Mailbox("From", definition.From);
        Step(new(MergeCode.To));
        if (definition.ReplyTo is not null) Mailbox("Reply-To", definition.ReplyTo);
        Field("Subject", definition.Subject, FieldForm.Unstructured);
        Step(new(MergeCode.Date));
        Step(new(MergeCode.MessageId));
        foreach (var field in definition.Fields)
        {
            FieldName.Check(field.Name);
            Field(field.Name, field.Value, field.Form);
        }
    }

    private void Bodies(MessageDefinition definition)
    {
        var textFiles = definition.TextAttachments.Select(t => (t.FileName, t.MediaType)).ToList();
        var layout = Layout.Of(definition.Text is not null, definition.Html is not null, definition.Calendar, textFiles, definition.Attachments);
        var between = new ArrayBufferWriter<byte>();
        layout.Write(between, new(
            () => Words(definition.Text!, MergeCode.TextSlot),
            () => Words(definition.Html!, MergeCode.HtmlSlot),
            (i, opening) => File(definition.TextAttachments[i], opening)));
        Same();

        void Words(MergeTemplate body, MergeCode slot)
        {
            Same();
            Body(body, slot);
        }

        void File(TextAttachmentDefinition file, string opening)
        {
            Same();
            TextFile(file, Encoding.ASCII.GetBytes(opening));
        }

        void Same()
        {
            Block(between.WrittenSpan);
            between.Clear();
        }
    }

    private void Mailbox(string name, Mailbox mailbox)
    {
        var octets = new byte[HeaderWriter.MaxLength(name.Length + mailbox.Address.Length + (mailbox.Name?.Length ?? 0))];
        var writer = new HeaderWriter(octets);
        writer.Address(name, mailbox);
        Block(octets.AsSpan(0, writer.Length));
    }

    private void Field(string name, MergeTemplate value, FieldForm form)
    {
        if (value.Nodes is [] or [{ Kind: MergeNodeKind.Text }])
        {
            var text = value.IsEmpty ? "" : value.Nodes[0].Text!;
            var octets = new byte[HeaderWriter.MaxLength(name.Length + text.Length)];
            var writer = new HeaderWriter(octets);
            writer.Field(name, text, form);
            Block(octets.AsSpan(0, writer.Length));
            return;
        }
        if (form == FieldForm.Structured && value.Nodes.Any(n => n is { Kind: MergeNodeKind.Slot, Escape: SlotEscape.Text or SlotEscape.Markup }))
            throw new MailFormatException($"{name} has a grammar of its own: its slots are URLs or parts of them.");
        Step(new(MergeCode.BeginField, Word(name), (int)form));
        Nodes(value, MergeCode.FieldSlot, MergeCode.FieldCount, text => Step(new(MergeCode.FieldText, Word(text))));
        Step(new(MergeCode.EndField));
    }

    private void Body(MergeTemplate body, MergeCode slot)
    {
        Nodes(body, slot, MergeCode.BodyCount, Piece);
        if (body.Nodes is not [.., { Kind: MergeNodeKind.Text, Text: [.., '\r' or '\n'] }]) Piece("\n");
    }

    private void TextFile(TextAttachmentDefinition file, byte[] opening)
    {
        var begin = steps.Count;
        if (file.ShownIf is not null) Step(new(MergeCode.SkipUnless, Condition(file.ShownIf)));
        Block(opening);
        Nodes(file.Content, MergeCode.TextSlot, MergeCode.BodyCount, Piece);
        if (file.ShownIf is not null) EndSkip(begin);
    }

    private void Nodes(MergeTemplate template, MergeCode slot, MergeCode count, Action<string> text)
    {
        var open = new Stack<int>();
        foreach (var node in template.Nodes)
        {
            switch (node.Kind)
            {
                case MergeNodeKind.Text:
                    text(node.Text!);
                    break;
                case MergeNodeKind.Slot:
                    Step(new(slot, node.Slot, (int)node.Escape));
                    break;
                case MergeNodeKind.Count:
                    Step(new(count, Condition(node.Condition!)));
                    break;
                case MergeNodeKind.BeginIf:
                    open.Push(steps.Count);
                    Step(new(MergeCode.SkipUnless, Condition(node.Condition!)));
                    break;
                default:
                    EndSkip(open.Pop());
                    break;
            }
        }
    }

    private void EndSkip(int begin)
    {
        steps[begin] = steps[begin] with { B = steps.Count };
        canJoin = false; // who skips lands here
    }

    private void Piece(string text)
    {
        var octets = new byte[QuotedPrintable.MaxLength(text.Length)];
        Block(octets.AsSpan(0, QuotedPrintable.Encode(text, octets)));
    }

    private void Block(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty) return;
        var at = blocks.WrittenCount;
        blocks.Write(octets);
        if (canJoin) steps[^1] = steps[^1] with { B = steps[^1].B + octets.Length };
        else steps.Add(new(MergeCode.Block, at, octets.Length));
        canJoin = true;
    }

    private void Step(MergeOp step)
    {
        steps.Add(step);
        canJoin = false;
    }

    private int Word(string word)
    {
        words.Add(word);
        return words.Count - 1;
    }

    /// <summary>The same condition stands once: it is looked at once for each recipient, however many stretches hang on it.</summary>
    private int Condition(MergeCondition condition)
    {
        var at = conditions.FindIndex(condition.IsSame);
        if (at >= 0) return at;
        conditions.Add(condition);
        return conditions.Count - 1;
    }
}
