using System.Buffers;
using System.Text;
using System.Text.Json;
using Publisher.Mail.Merge;

namespace Publisher.Mail.Tests.Merge;

public class TextAttachmentTests
{
    private const string FileName = "Zażółć gęślą jaźń – kalendarz wydarzeń na drugą połowę listopada.ics";

    private const string Read = """
        import sys, json, email, email.policy
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        print(json.dumps({"type": m.get_content_type(), "words": m.get_body(("html",)).get_content(), "defects": [str(d) for p in m.walk() for d in p.defects],
                          "parts": [p.get_content_type() for p in m.iter_parts()],
                          "files": [{"name": p.get_filename(), "type": p.get_content_type(), "method": p.get_param("method"), "charset": p.get_content_charset(),
                                     "encoding": p["Content-Transfer-Encoding"], "hex": p.get_payload(decode=True).hex()} for p in m.iter_attachments()]}))
        """;

    // Folded by iCalendar's own rule, once inside a word and once at a blank, which must not be lost at the end of its line.
    private static readonly MergeTemplate Calendar = new MergeTemplateBuilder()
        .Text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n")
        .BeginIf(MergeCondition.AnyOf(1)).Text("BEGIN:VEVENT\r\nUID:1@example.test\r\nSUMMARY:Spotkanie w sprawie rozliczeń i spra\r\n wozdań \r\n rocznych\r\nEND:VEVENT\r\n").EndIf()
        .BeginIf(MergeCondition.AnyOf(2)).Text("BEGIN:VEVENT\r\nUID:2@example.test\r\nURL:https://example.test/?a=1&u=").Slot(0, SlotEscape.UrlPart).Text("\r\n.\r\nEND:VEVENT\r\n").EndIf()
        .Text("END:VCALENDAR\r\n").Build();

    private static readonly MessageDefinition Definition = MergeProgramTests.Definition() with
    {
        Html = MergeTemplate.Of("<p>Cześć</p>\n"),
        TextAttachments = [new(FileName, "text/calendar; method=PUBLISH", Calendar, MergeCondition.AnyOf(1, 2))],
    };

    [Fact]
    public void A_text_attachment_is_written_as_expected_octet_for_octet() => Assert.EndsWith(
        """
        --=_alternative--

        --=_mixed
        Content-Type: text/calendar; charset=utf-8; method=PUBLISH
        Content-Transfer-Encoding: quoted-printable
        Content-Disposition: attachment;
         filename="a.ics"

        BEGIN:VCALENDAR
        UID:=
        a&b=
        @x

        --=_mixed
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable
        Content-Disposition: attachment;
         filename="b.txt"

        no line break=

        --=_mixed--

        """.ReplaceLineEndings("\r\n"),
        Text(Definition with
        {
            TextAttachments =
            [
                new("hidden.txt", "text/plain", MergeTemplate.Of("hidden"), MergeCondition.AllOf(1, 2)),
                new("a.ics", "text/calendar; method=PUBLISH", new MergeTemplateBuilder().Text("BEGIN:VCALENDAR\r\nUID:").Slot(0).Text("@x\r\n").Build(), MergeCondition.AnyOf(1)),
                new("b.txt", "text/plain", MergeTemplate.Of("no line break")),
            ],
        }, "a&b", 1),
        StringComparison.Ordinal);

    [Fact]
    public void Where_its_condition_does_not_hold_the_part_leaves_nothing_behind() => Assert.EndsWith(
        "\r\n--=_alternative--\r\n\r\n--=_mixed--\r\n", Text(Definition, "", 3), StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1, 2)]
    public async Task An_independent_reader_finds_name_type_method_and_content_as_they_were_meant(params int[] flags)
    {
        using var read = await ReadAsync(Definition, "ą b", flags);
        Assert.Equal("multipart/mixed", read.RootElement.GetProperty("type").GetString());
        Assert.Empty(read.RootElement.GetProperty("defects").EnumerateArray());
        var file = Assert.Single(read.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal(FileName, file.GetProperty("name").GetString());
        Assert.Equal("text/calendar", file.GetProperty("type").GetString());
        Assert.Equal("PUBLISH", file.GetProperty("method").GetString());
        Assert.Equal("utf-8", file.GetProperty("charset").GetString());
        Assert.Equal("quoted-printable", file.GetProperty("encoding").GetString());
        var expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\n"
            + (flags.Contains(1) ? "BEGIN:VEVENT\r\nUID:1@example.test\r\nSUMMARY:Spotkanie w sprawie rozliczeń i spra\r\n wozdań \r\n rocznych\r\nEND:VEVENT\r\n" : "")
            + (flags.Contains(2) ? "BEGIN:VEVENT\r\nUID:2@example.test\r\nURL:https://example.test/?a=1&u=%C4%85%20b\r\n.\r\nEND:VEVENT\r\n" : "")
            + "END:VCALENDAR\r\n";
        Assert.Equal(expected, Content(file));
    }

    [SkippableFact]
    public async Task An_independent_reader_finds_no_attachment_and_the_words_where_the_condition_does_not_hold()
    {
        using var read = await ReadAsync(Definition, "ą b");
        Assert.Empty(read.RootElement.GetProperty("defects").EnumerateArray());
        Assert.Empty(read.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal("multipart/alternative", Assert.Single(read.RootElement.GetProperty("parts").EnumerateArray()).GetString());
        Assert.Equal("<p>Cześć</p>", read.RootElement.GetProperty("words").GetString()!.Trim());
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a")]
    [InlineData("a \r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("a\r\n--=_mixed--\r\n.\r\n=\t")]
    public async Task Content_is_read_back_exactly_whether_it_stands_in_the_program_or_in_a_slot(string content)
    {
        using var read = await ReadAsync(Definition with
        {
            TextAttachments = [new("1", "text/plain", MergeTemplate.Of(content)), new("2", "text/plain", new MergeTemplateBuilder().Slot(0).Build())],
        }, content);
        Assert.Equal([content, content], read.RootElement.GetProperty("files").EnumerateArray().Select(Content));
    }

    [Fact]
    public void What_a_message_allocates_does_not_grow_with_its_attachments()
    {
        var without = Allocated(Definition with { TextAttachments = [] });
        var withLarge = Allocated(Definition with
        {
            TextAttachments = [new("a.txt", "text/plain", new MergeTemplateBuilder().Text(new string('a', 500_000)).Slot(0).Build(), MergeCondition.FewerThan(2, 1, 2))],
        });
        Assert.Equal(without, withLarge);
    }

    private static long Allocated(MessageDefinition definition)
    {
        var program = Reload(definition);
        var values = Values("Ola", 1);
        var output = new ArrayBufferWriter<byte>(2_000_000);
        // The least of many: the runtime may charge its own work (a method made faster, a pool grown) to whichever write is running.
        return Enumerable.Range(0, 50).Min(_ =>
        {
            output.ResetWrittenCount();
            var before = GC.GetAllocatedBytesForCurrentThread();
            program.Write(values, output);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    private static async Task<JsonDocument> ReadAsync(MessageDefinition definition, string value, params int[] flags) =>
        JsonDocument.Parse(await Python.RunAsync(Read, Encoding.ASCII.GetBytes(Text(definition, value, flags)), "email"));

    private static string Content(JsonElement file) => Encoding.UTF8.GetString(Convert.FromHexString(file.GetProperty("hex").GetString()!));

    private static string Text(MessageDefinition definition, string value, params int[] flags)
    {
        var output = new ArrayBufferWriter<byte>();
        Reload(definition).Write(Values(value, flags), output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static MergeProgram Reload(MessageDefinition definition)
    {
        var blob = new ArrayBufferWriter<byte>();
        MergeProgram.Compile(definition).Serialize(blob);
        return MergeProgram.Load(blob.WrittenSpan);
    }

    private static MergeValues Values(string value, params int[] flags)
    {
        var values = new MergeValues { To = new("ola@example.test"), Date = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero) };
        values.SetMessageId("1@example.test");
        values.SetText(0, value);
        foreach (var flag in flags) values.SetFlag(flag, true);
        return values;
    }
}
