using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using static Publisher.Mail.Merge.MergeTemplate;

namespace Publisher.Mail.Tests.Merge;

/// <summary>The plain way: a template filled in with strings, as one would by hand. Shares nothing with the compiled merge but the template.</summary>
internal static class Plain
{
    public static Gen<Given> Values { get; } =
        from slots in Gen.ListOf(Texts.Any, 4)
        from flags in Gen.ListOf(Gen.Elements(false, true), 6)
        from name in Texts.Any
        select new Given([.. slots], [.. flags], name);

    public static Message Expand(MessageDefinition definition, Given given) => new()
    {
        From = definition.From,
        To = given.To,
        Subject = string.Concat(Pieces(definition.Subject, given, html: false)),
        Date = Given.Date,
        MessageId = Given.MessageId,
        Text = Body(definition.Text!, given, html: false),
        Html = Body(definition.Html!, given, html: true),
        Fields = [.. definition.Fields.Select(f => new MessageField(f.Name, string.Concat(Pieces(f.Value, given, html: false)), f.Form))],
        TextAttachments = [.. definition.TextAttachments.Select(t =>
            new TextAttachment(t.FileName, t.MediaType, Pieces(t.Content, given, html: false), t.ShownIf is null || given.Holds(t.ShownIf)))],
        Attachments = definition.Attachments,
    };

    private static List<string> Body(MergeTemplate template, Given given, bool html)
    {
        var pieces = Pieces(template, given, html);
        if (template.Nodes.LastOrDefault() is not { Kind: MergeNodeKind.Text, Text: [.., '\r' or '\n'] }) pieces.Add("\n");
        return pieces;
    }

    private static List<string> Pieces(MergeTemplate template, Given given, bool html)
    {
        List<string> pieces = [];
        var shown = new Stack<bool>([true]);
        foreach (var node in template.Nodes)
        {
            if (node.Kind == MergeNodeKind.BeginIf) shown.Push(shown.Peek() && given.Holds(node.Condition!));
            else if (node.Kind == MergeNodeKind.EndIf) shown.Pop();
            else if (!shown.Peek()) continue;
            else if (node.Kind == MergeNodeKind.Text) pieces.Add(node.Text!);
            else if (node.Kind == MergeNodeKind.Count) pieces.Add(given.Count(node.Condition!).ToString(CultureInfo.InvariantCulture));
            else pieces.Add(Escape(given.Slots[node.Slot], node.Escape, html));
        }
        return pieces;
    }

    private static string Escape(string value, SlotEscape escape, bool html)
    {
        const string Reserved = ":/?#[]@!$&'()*+,;=%";
        if (escape == SlotEscape.Markup) return value;
        if (escape == SlotEscape.UrlPart) value = Uri.EscapeDataString(value);
        if (escape == SlotEscape.Url)
            value = string.Concat(value.EnumerateRunes().Select(r => Reserved.Contains(r.ToString(), StringComparison.Ordinal) ? r.ToString() : Uri.EscapeDataString(r.ToString())));
        return html ? Html(value) : value;
    }

    private static string Html(string value) => value.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    internal sealed record Given(string[] Slots, bool[] Flags, string Name)
    {
        public static readonly DateTimeOffset Date = new(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(-3.5));
        public const string MessageId = "token@example.test";

        public Mailbox To => new("ola@example.test", Name);

        public int Count(MergeCondition condition) => condition.Flags.Count(f => Flags[f]);

        public bool Holds(MergeCondition condition) => condition.Kind switch
        {
            MergeCondition.ConditionKind.Any => condition.Flags.Any(f => Flags[f]),
            MergeCondition.ConditionKind.All => condition.Flags.All(f => Flags[f]),
            MergeCondition.ConditionKind.None => !condition.Flags.Any(f => Flags[f]),
            MergeCondition.ConditionKind.Fewer => Count(condition) < condition.Limit,
            _ => Plurals.FormOf(condition.Rule, Count(condition)) == condition.Form,
        };

        public MergeValues ToMergeValues()
        {
            var values = new MergeValues { To = To, Date = Date };
            values.SetMessageId(MessageId);
            for (var i = 0; i < Slots.Length; i++) values.SetText(i, Slots[i]);
            for (var i = 0; i < Flags.Length; i++) values.SetFlag(i, Flags[i]);
            return values;
        }
    }

    internal static class Templates
    {
        private static readonly Gen<int[]> FlagSet = Gen.Elements<int[]>([0], [1, 2], [3, 4, 5], [0, 1, 2, 3, 4, 5]);

        private static readonly Gen<MergeCondition> Condition =
            from flags in FlagSet
            from kind in Gen.Choose(0, 6)
            from limit in Gen.Choose(1, 7)
            select kind switch
            {
                0 => MergeCondition.AnyOf(flags),
                1 => MergeCondition.AllOf(flags),
                2 => MergeCondition.NoneOf(flags),
                3 => MergeCondition.Plural(PluralRule.Polish, PluralForm.One, flags),
                4 => MergeCondition.Plural(PluralRule.Polish, PluralForm.Few, flags),
                5 => MergeCondition.FewerThan(limit, flags),
                _ => MergeCondition.Plural(PluralRule.EastSlavic, PluralForm.Many, flags),
            };

        private static readonly Gen<Action<MergeTemplateBuilder>> Leaf = Gen.OneOf(
            from text in Texts.Any select (Action<MergeTemplateBuilder>)(b => b.Text(text)),
            from slot in Gen.Choose(0, 3) from escape in Gen.Choose(0, 3) select (Action<MergeTemplateBuilder>)(b => b.Slot(slot, (SlotEscape)escape)),
            from flags in FlagSet select (Action<MergeTemplateBuilder>)(b => b.Count(flags)));

        public static Gen<(MergeTemplate Subject, MergeTemplate Text, MergeTemplate Html)> Three() =>
            from subject in One() from text in One() from html in One() select (subject, text, html);

        public static Gen<(TextAttachmentDefinition[] Texts, Attachment[] Files)> Attached() =>
            from texts in Gen.ListOf(TextFile(), 3)
            from count in Gen.Choose(0, 3)
            from files in Gen.Elements<Attachment[]>([], [new("a.pdf", "application/pdf", "%PDF"u8.ToArray())], [new("a.png", "image/png", "PNG"u8.ToArray(), "a@example.test")])
            select (texts.Take(count).ToArray(), files);

        private static Gen<TextAttachmentDefinition> TextFile() =>
            from name in Texts.Any
            from type in Gen.Elements("text/plain", "text/calendar; method=PUBLISH", "text/csv;header=absent; x-a=" + new string('a', 60))
            from content in One()
            from always in Gen.Elements(false, false, true)
            from condition in Condition
            select new TextAttachmentDefinition(name[..Math.Min(name.Length, MimeLimits.FileName)], type, content, always ? null : condition);

        private static Gen<MergeTemplate> One() => from steps in Gen.ListOf(Step(3)) select Build(steps);

        private static Gen<Action<MergeTemplateBuilder>> Step(int depth) => depth == 0 ? Leaf : Gen.Frequency((4, Leaf), (1,
            from condition in Condition
            from inner in Gen.ListOf(Step(depth - 1), 3)
            select (Action<MergeTemplateBuilder>)(b =>
            {
                b.BeginIf(condition);
                foreach (var step in inner) step(b);
                b.EndIf();
            })));

        private static MergeTemplate Build(IEnumerable<Action<MergeTemplateBuilder>> steps)
        {
            var builder = new MergeTemplateBuilder();
            foreach (var step in steps) step(builder);
            return builder.Build();
        }
    }
}
