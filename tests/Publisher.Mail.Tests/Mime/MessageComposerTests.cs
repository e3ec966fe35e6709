using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Mime;

public class MessageComposerTests
{
    private static readonly Message Sample = new()
    {
        From = new("biuro@example.test", "Fundacja „Źródło”"),
        To = new("ola@example.test", "Ola Nowak"),
        Subject = "Nabory",
        Date = new(2026, 11, 22, 4, 8, 36, TimeSpan.FromHours(1)),
        MessageId = "1@example.test",
        Text = ["Cześć!\n"],
    };

    [Fact]
    public void A_message_is_written_as_expected_octet_for_octet() => Assert.Equal(
        """
        From: =?utf-8?B?RnVuZGFjamEg4oCexblyw7NkxYJv4oCd?= <biuro@example.test>
        To: Ola Nowak <ola@example.test>
        Reply-To: "Nowak, Ola" <ola@example.test>
        Subject: Nabory
        Date: Sun, 22 Nov 2026 04:08:36 +0100
        Message-ID: <1@example.test>
        List-Id: <list.example.test>
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="=_alternative"

        --=_alternative
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Cze=C5=9B=C4=87!

        --=_alternative
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <p>=
        Ola=
        </p>=


        --=_alternative--

        """.ReplaceLineEndings("\r\n"),
        Compose(Sample with { ReplyTo = new("ola@example.test", "Nowak, Ola"), Fields = [new("List-Id", "<list.example.test>")], Html = ["<p>", "Ola", "</p>"] }));

    [Fact]
    public void Whatever_the_words_no_header_is_added_and_every_line_keeps_the_limits() =>
        Prop.ForAll(Texts.Any.ToArbitrary(), Texts.Any.ToArbitrary(), (words, name) =>
        {
            var message = Compose(Sample with
            {
                From = new("a@example.test", name),
                To = new("b@example.test", words),
                Subject = words,
                Fields = [new("X-Note", name, FieldForm.Unstructured)],
                Text = [words],
                Html = [name],
            });
            Assert.All(message.Split("\r\n"), l => Assert.True(l.Length <= MimeLimits.HardLine && !l.Contains('\n', StringComparison.Ordinal) && !l.Contains('\r', StringComparison.Ordinal) && !l.StartsWith('.')));
            Assert.DoesNotContain('\0', message);
            var header = Texts.Header(message);
            Assert.Equal(["From", "To", "Subject", "Date", "Message-ID", "X-Note", "MIME-Version", "Content-Type"], header.Keys, StringComparer.Ordinal);
            Assert.Equal(Clean(words), header["Subject"]);
            Assert.Equal(Clean(name), header["X-Note"]);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("X Y", "z")]
    [InlineData("X:Y", "z")]
    [InlineData("", "z")]
    [InlineData("Subject", "z")]
    [InlineData("X-Y", "z\r\nBcc: a@b.test")]
    [InlineData("X-Y", "ż")]
    public void A_field_that_cannot_be_written_is_refused(string name, string value) =>
        Assert.Throws<MailFormatException>(() => Compose(Sample with { Fields = [new(name, value)] }));

    [Fact]
    public void A_word_longer_than_a_line_is_refused_in_a_structured_field_and_encoded_in_free_text()
    {
        var word = new string('x', 1500);
        Assert.Throws<MailFormatException>(() => Compose(Sample with { Fields = [new("X-Y", word)] }));
        Assert.Equal(word, Texts.Header(Compose(Sample with { Subject = word }))["Subject"]);
    }

    [Fact]
    public void A_long_ascii_subject_is_folded_at_its_blanks()
    {
        var subject = string.Join(' ', Enumerable.Repeat("wydarzenia", 30));
        var message = Compose(Sample with { Subject = subject });
        Assert.All(message.Split("\r\n"), l => Assert.True(l.Length <= MimeLimits.PreferredLine));
        Assert.Equal(subject, Texts.Header(message)["Subject"]);
    }

    // What a reader of the header can get back: control characters are blanks, the ends are trimmed.
    private static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes()) clean.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        return clean.ToString();
    }

    private static string Compose(Message message)
    {
        var output = new ArrayBufferWriter<byte>();
        MessageComposer.Compose(message, output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
