using System.Buffers;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Mime;

/// <summary>Whole messages, read by Python's email package.</summary>
public class AttachmentTests
{
    internal const string Read = """
        import sys, json, hashlib, email, email.policy
        def tree(m):
            if m.is_multipart(): return {"type": m.get_content_type(), "parts": [tree(p) for p in m.iter_parts()]}
            return {"type": m.get_content_type(), "name": m.get_filename(), "disposition": m.get_content_disposition(), "id": m["Content-ID"],
                    "method": m.get_param("method"), "sha256": hashlib.sha256(m.get_payload(decode=True)).hexdigest()}
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        print(json.dumps({"subject": m["Subject"], "from": m["From"].addresses[0].display_name, "to": m["To"].addresses[0].addr_spec,
                          "text": m.get_body(("plain",)).get_content(), "defects": [str(d) for p in m.walk() for d in p.defects], "tree": tree(m)}))
        """;

    private static readonly byte[] Picture = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];

    private static readonly Message Full = new()
    {
        From = new("biuro@example.test", "Zespół „Źródło”"),
        To = new("ola@example.test", "Ola"),
        Subject = "Zaproszenie na spotkanie w sprawie rozliczeń: zażółć gęślą jaźń, 😀",
        Date = new(2026, 11, 22, 4, 8, 36, TimeSpan.Zero),
        MessageId = "1@example.test",
        Text = ["Cześć, Olu!\nZapraszam.\n"],
        Html = ["<p>Cześć!</p><img src=\"cid:logo@example.test\">\n"],
        Calendar = new("REQUEST", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"),
        Attachments =
        [
            new("logo.png", "image/png", Picture, "logo@example.test"),
            new("umowa o dzieło – załącznik nr 1 do regulaminu konkursu „Żywa biblioteka” (wersja ostateczna).pdf", "application/pdf", Encoding.ASCII.GetBytes("%PDF")),
            new("a \"b\"\\c.txt", "text/plain", Array.Empty<byte>()),
        ],
    };

    [SkippableFact]
    public async Task Every_part_comes_out_of_an_independent_reader_as_it_was_meant()
    {
        using var read = JsonDocument.Parse(await Python.RunAsync(Read, Compose(Full), "email"));
        var root = read.RootElement;
        Assert.Equal(Full.Subject, root.GetProperty("subject").GetString());
        Assert.Equal(Full.Text[0], root.GetProperty("text").GetString()!.ReplaceLineEndings("\n"));
        Assert.Empty(root.GetProperty("defects").EnumerateArray());
        var tree = root.GetProperty("tree");
        Assert.Equal("multipart/mixed(multipart/alternative(text/plain,multipart/related(text/html,image/png),text/calendar),application/pdf,text/plain)", Shape(tree));
        var mixed = tree.GetProperty("parts");
        Assert.Equal(Full.Attachments[1].Name, mixed[1].GetProperty("name").GetString());
        Assert.Equal("a \"b\"_c.txt", mixed[2].GetProperty("name").GetString());
        Assert.Equal("attachment", mixed[1].GetProperty("disposition").GetString());
        var alternative = mixed[0].GetProperty("parts");
        Assert.Equal("REQUEST", alternative[2].GetProperty("method").GetString());
        var picture = alternative[1].GetProperty("parts")[1];
        Assert.Equal("<logo@example.test>", picture.GetProperty("id").GetString());
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Picture)), picture.GetProperty("sha256").GetString());
    }

    [Fact]
    public void A_compiled_message_with_attachments_is_what_the_plain_way_gives()
    {
        var program = MergeProgram.Compile(new()
        {
            From = Full.From,
            Subject = MergeTemplate.Of(Full.Subject),
            Text = MergeTemplate.Of(Full.Text[0]),
            Html = MergeTemplate.Of(Full.Html[0]),
            Calendar = Full.Calendar,
            Attachments = Full.Attachments,
        });
        var values = new MergeValues { To = Full.To, Date = Full.Date };
        values.SetMessageId(Full.MessageId);
        var output = new ArrayBufferWriter<byte>();
        program.Write(values, output);
        Assert.Equal(Encoding.ASCII.GetString(Compose(Full)), Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Whatever_the_name_of_a_file_no_field_is_added_and_every_line_keeps_the_limits() =>
        Prop.ForAll(Texts.Any.ToArbitrary(), name =>
        {
            var message = Encoding.ASCII.GetString(Compose(Full with { Attachments = [new(name[..Math.Min(name.Length, MimeLimits.FileName)], "image/png", Picture)] }));
            Assert.All(message.Split("\r\n"), l => Assert.True(l.Length <= MimeLimits.PreferredLine && l.IndexOfAny(['\r', '\n', '\0']) < 0));
            Assert.Equal(6, message.Split("\r\nContent-Type: ").Length - 1);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_the_name_and_words_of_a_text_file_no_field_is_added_and_every_line_keeps_the_limits() =>
        Prop.ForAll(Texts.Any.ToArbitrary(), Texts.Any.ToArbitrary(), (name, words) =>
        {
            var message = Encoding.ASCII.GetString(Compose(Full with
            {
                Attachments = [],
                TextAttachments = [new(name[..Math.Min(name.Length, MimeLimits.FileName)], "text/calendar; method=PUBLISH; component=VEVENT; x-a=" + new string('a', 70), [words])],
            }));
            Assert.All(message.Split("\r\n"), l => Assert.True(l.Length <= MimeLimits.PreferredLine && l.IndexOfAny(['\r', '\n', '\0']) < 0 && !l.StartsWith('.')));
            Assert.Equal(6, message.Split("\r\nContent-Type: ").Length - 1);
            var part = message[message.LastIndexOf("--=_mixed\r\n", StringComparison.Ordinal)..];
            Assert.StartsWith("--=_mixed\r\nContent-Type: text/calendar; charset=utf-8; method=PUBLISH; component=VEVENT;\r\n x-a=aaa", part, StringComparison.Ordinal);
            var content = part[(part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..part.LastIndexOf("\r\n--=_mixed--", StringComparison.Ordinal)];
            Assert.Equal(Texts.Normalise(words), Texts.DecodeQuotedPrintable(content));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("text")]
    [InlineData("application/json")]
    [InlineData("text/calendar; ")]
    [InlineData("text/calendar; method")]
    [InlineData("text/calendar; =PUBLISH")]
    [InlineData("text/calendar; method=")]
    [InlineData("text/calendar; method=\"PUBLISH\"")]
    [InlineData("text/calendar; method=PUBLISH; Method=REQUEST")]
    [InlineData("text/calendar; charset=iso-8859-2")]
    [InlineData("text/calendar; method=PUBLISH\r\nX: y")]
    [InlineData("text/calendar\r\nX: y")]
    [InlineData("text/calendar; name*=utf-8''a")]
    [InlineData("text/calendar; x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_text_attachment_whose_type_cannot_be_written_is_refused_shown_or_not(string type)
    {
        Assert.Throws<MailFormatException>(() => Compose(Full with { TextAttachments = [new("a", type, ["a"])] }));
        Assert.Throws<MailFormatException>(() => Compose(Full with { TextAttachments = [new("a", type, ["a"], IsShown: false)] }));
    }

    [Fact]
    public void A_text_attachment_whose_name_is_too_long_is_refused() =>
        Assert.Throws<MailFormatException>(() => Compose(Full with { TextAttachments = [new(new string('a', MimeLimits.FileName + 1), "text/plain", ["a"])] }));

    [Fact]
    public void Octets_encoded_piece_by_piece_are_read_back() =>
        Prop.ForAll(Gen.Choose(0, 300).SelectMany(n => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(n)).ToArbitrary(), octets =>
        {
            var output = new ArrayBufferWriter<byte>();
            Base64Lines.Encode(octets.AsSpan(0, octets.Length / Base64Lines.Line * Base64Lines.Line), output);
            Base64Lines.Encode(octets.AsSpan(octets.Length / Base64Lines.Line * Base64Lines.Line), output);
            Assert.Equal(octets, Convert.FromBase64String(Encoding.ASCII.GetString(output.WrittenSpan)));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("png", null)]
    [InlineData("image/png; x=y", null)]
    [InlineData("image/png\r\nX: y", null)]
    [InlineData("image/png", "no identifier")]
    public void An_attachment_that_cannot_be_written_is_refused(string type, string? id) =>
        Assert.Throws<MailFormatException>(() => Compose(Full with { Attachments = [new("a", type, Picture, id)] }));

    [Fact]
    public void A_calendar_whose_method_is_no_word_is_refused() =>
        Assert.Throws<MailFormatException>(() => Compose(Full with { Calendar = new("PUBLISH; x=y", "") }));

    internal static byte[] Compose(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageComposer.Compose(message, output);
        return output.WrittenSpan.ToArray();
    }

    private static string Shape(JsonElement part) => part.TryGetProperty("parts", out var parts)
        ? $"{part.GetProperty("type").GetString()}({string.Join(',', parts.EnumerateArray().Select(Shape))})"
        : part.GetProperty("type").GetString()!;
}
