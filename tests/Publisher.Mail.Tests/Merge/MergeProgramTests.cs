using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Merge;

public class MergeProgramTests
{
    private static readonly MergeTemplate Sentence = new MergeTemplateBuilder()
        .Text("Masz ").Count(1, 2, 3)
        .BeginIf(MergeCondition.Plural(PluralRule.Polish, PluralForm.One, 1, 2, 3)).Text(" nabór").EndIf()
        .BeginIf(MergeCondition.Plural(PluralRule.Polish, PluralForm.Few, 1, 2, 3)).Text(" nabory").EndIf()
        .BeginIf(MergeCondition.Plural(PluralRule.Polish, PluralForm.Many, 1, 2, 3)).Text(" naborów").EndIf()
        .Text(".\n").Build();

    [Fact]
    public void Whatever_the_template_and_values_the_merge_equals_the_plain_way_octet_for_octet() =>
        Prop.ForAll(Plain.Templates.Three().ToArbitrary(), Plain.Templates.Attached().ToArbitrary(), Plain.Values.ToArbitrary(), (templates, attached, given) =>
        {
            var (subject, text, html) = templates;
            var definition = new MessageDefinition
            {
                From = new("biuro@example.test", "Fundacja „Źródło”"),
                Subject = subject,
                Text = text,
                Html = html,
                TextAttachments = attached.Texts,
                Attachments = attached.Files,
                Fields = [new("List-Unsubscribe", new MergeTemplateBuilder().Text("<https://x.test/u/").Slot(0, SlotEscape.UrlPart).Text(">").Build())],
            };
            var program = Reload(MergeProgram.Compile(definition));
            var message = Plain.Expand(definition, given);
            Assert.Equal(Outcome(o => MessageComposer.Compose(message, o)), Outcome(o => program.Write(given.ToMergeValues(), o)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(0, "Masz 0 naborów.")]
    [InlineData(1, "Masz 1 nabór.")]
    [InlineData(2, "Masz 2 nabory.")]
    public void A_count_takes_the_plural_form_of_its_language(int count, string expected)
    {
        var values = Values();
        for (var flag = 1; flag <= count; flag++) values.SetFlag(flag, true);
        var message = Write(MergeProgram.Compile(Definition() with { Text = Sentence }), values);
        Assert.Contains(expected, Texts.DecodeQuotedPrintable(message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(1, 1, false)]
    [InlineData(3, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(3, 5, false)]
    [InlineData(6, 5, true)]
    public void A_stretch_for_the_few_is_shown_while_fewer_flags_are_set_than_the_count(int count, int set, bool shown)
    {
        int[] flags = [1, 2, 3, 4, 4095];
        var program = Reload(MergeProgram.Compile(Definition() with { Text = new MergeTemplateBuilder().BeginIf(MergeCondition.FewerThan(count, flags)).Text("few\n").EndIf().Text("end\n").Build() }));
        Assert.EndsWith(shown ? "\r\n\r\nfew\r\nend\r\n" : "\r\n\r\nend\r\n", Write(program, Values([9, .. flags[..set]])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flag_named_twice_counts_once_and_fewer_than_are_named_always_hold()
    {
        var values = Values(1, 2);
        Assert.True(values.Hold([MergeCondition.FewerThan(2, 1, 1, 1)])[0]);
        Assert.True(values.Hold([MergeCondition.FewerThan(3, 1, 2)])[0]);
        Assert.True(values.Hold([MergeCondition.FewerThan(1)])[0]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(MergeLimits.Flags + 1, 1)]
    [InlineData(1, -1)]
    [InlineData(1, MergeLimits.Flags)]
    public void No_condition_counts_to_less_than_one_or_beyond_the_flags(int count, int flag) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MergeCondition.FewerThan(count, flag));

    [Fact]
    public void A_stretch_inside_another_is_shown_only_when_both_conditions_hold()
    {
        var program = MergeProgram.Compile(Definition() with
        {
            Text = new MergeTemplateBuilder().Text("A\n").BeginIf(MergeCondition.AnyOf(1, 2)).Text("B\n").BeginIf(MergeCondition.NoneOf(2)).Text("C\n").EndIf().EndIf().Text("D\n").Build(),
        });
        Assert.EndsWith("\r\n\r\nA\r\nD\r\n", Write(program, Values()), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nA\r\nB\r\nC\r\nD\r\n", Write(program, Values(1)), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nA\r\nB\r\nD\r\n", Write(program, Values(1, 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_escaped_for_its_place()
    {
        var values = Values();
        values.SetText(0, "a&b <ż>");
        var program = MergeProgram.Compile(Definition() with
        {
            Text = new MergeTemplateBuilder().Slot(0).Text("\n").Slot(0, SlotEscape.UrlPart).Text("\n").Build(),
            Html = new MergeTemplateBuilder().Slot(0).Text("\n").Slot(0, SlotEscape.Url).Text("\n").Slot(0, SlotEscape.Markup).Text("\n").Build(),
        });
        var message = Texts.DecodeQuotedPrintable(Write(program, values));
        Assert.Contains("\r\n\r\na&b <ż>\r\na%26b%20%3C%C5%BC%3E\r\n", message, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\na&amp;b &lt;ż&gt;\r\na&amp;b%20%3C%C5%BC%3E\r\na&b <ż>\r\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_are_not_allowed_in_a_structured_field() => Assert.Throws<MailFormatException>(() =>
        MergeProgram.Compile(Definition() with { Fields = [new("X-Y", new MergeTemplateBuilder().Slot(0).Build())] }));

    [Fact]
    public void Without_recipient_or_identifier_nothing_is_written()
    {
        var program = MergeProgram.Compile(Definition());
        var values = Values();
        values.To = null;
        Assert.Throws<MailFormatException>(() => Write(program, values));
        Assert.Throws<MailFormatException>(() => Write(program, new MergeValues { To = new("a@b.test") }));
    }

    [Fact]
    public void One_set_of_values_serves_one_recipient_after_another()
    {
        var program = MergeProgram.Compile(Definition() with { Text = new MergeTemplateBuilder().Slot(0).Text("!\n").Build() });
        var values = Values(1);
        values.SetText(0, "Ola");
        var first = Write(program, values);
        values.Clear();
        values.To = new("ola@example.test");
        values.SetMessageId("1@example.test");
        Assert.EndsWith("\r\n\r\n!\r\n", Write(program, values), StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nOla=\r\n!\r\n", first, StringComparison.Ordinal);
    }

    internal static MessageDefinition Definition() => new()
    {
        From = new("biuro@example.test"),
        Subject = MergeTemplate.Of("Nabory"),
        Text = MergeTemplate.Of("Cześć\n"),
    };

    private static MergeValues Values(params int[] flags)
    {
        var values = new MergeValues { To = new("ola@example.test"), Date = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero) };
        values.SetMessageId("1@example.test");
        foreach (var flag in flags) values.SetFlag(flag, true);
        return values;
    }

    private static MergeProgram Reload(MergeProgram program)
    {
        var blob = new ArrayBufferWriter<byte>();
        program.Serialize(blob);
        return MergeProgram.Load(blob.WrittenSpan);
    }

    private static string Write(MergeProgram program, MergeValues values) => Outcome(o => program.Write(values, o), rethrow: true);

    private static string Outcome(Action<ArrayBufferWriter<byte>> write, bool rethrow = false)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            write(output);
        }
        catch (MailFormatException) when (!rethrow)
        {
            return "refused";
        }
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
