using System.Text;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Mime;

/// <summary>RFC 5322 §2.1.1: a line has at most 998 octets, whatever a name or a subject holds.</summary>
public sealed class LongLineTests
{
    public static TheoryData<string, string?> Words => new()
    {
        { new string('x', 996), null },
        { new string('x', 5000), null },
        { "a" + new string(' ', 3000) + "b", null },
        { "Temat", "a" + new string(' ', 3000) + "b" },
        { "Temat", new string('n', 2000) },
        { "Temat", string.Concat(Enumerable.Repeat("Ł ", 1500)) },
    };

    [Theory]
    [MemberData(nameof(Words))]
    public void No_subject_and_no_name_makes_a_line_too_long(string subject, string? name)
    {
        using var buffer = new MessageBuffer();
        MessageComposer.Compose(
            new Message
            {
                From = new Mailbox("biuro@x.test", name),
                To = new Mailbox("anna@x.test", name),
                Subject = subject,
                Date = DateTimeOffset.UnixEpoch,
                MessageId = "a@x.test",
                Text = ["Dzień dobry!"],
            },
            buffer);

        var lines = Encoding.Latin1.GetString(buffer.Written.Span).Split("\r\n");
        Assert.All(lines, line => Assert.InRange(line.Length, 0, MimeLimits.HardLine));
    }
}
