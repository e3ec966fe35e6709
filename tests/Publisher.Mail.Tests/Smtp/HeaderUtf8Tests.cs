using System.Text;
using Publisher.Mail.Mime;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Mime;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A header with an address outside ASCII is as much a matter of SMTPUTF8 as an envelope with one (RFC 6531 §3.5, RFC 6532).</summary>
public sealed class HeaderUtf8Tests
{
    private const string Replies = "S: 250 Ok\nS: 250 Ok\nS: 354 Go\nC.\nS: 250 Ok\n";

    public static TheoryData<string> Fields => ["From", "Reply-To", "To"];

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_header_with_an_address_outside_ASCII_is_announced_to_a_server_that_takes_it(string field)
    {
        var outcomes = await DeliverAsync(() => new ListSource(1, _ => Letter(field)), "S: 220 mx\n" + Offers("PIPELINING", "8BITMIME", "SMTPUTF8")
            + "C: MAIL FROM:<bounce@example.test> BODY=8BITMIME SMTPUTF8\nC: RCPT TO:<to0@example.test>\nC: DATA\n" + Replies + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_header_with_an_address_outside_ASCII_is_refused_for_that_message_where_the_server_does_not_take_it(string field)
    {
        var outcomes = await DeliverAsync(() => new ListSource(2, n => n == 0 ? Letter(field) : "X: 1\r\n\r\n"), "S: 220 mx\n" + Offers("PIPELINING", "8BITMIME")
            + Envelope(1) + Replies + Quit);
        Assert.Equal((DeliveryStatus.Rejected, DeliveryReason.Protocol, 0), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
        Assert.Equal(new EnhancedStatus(5, 6, 9), outcomes[0].Enhanced);
        Assert.Contains("header", outcomes[0].Receipt, StringComparison.Ordinal);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[1].Status);
    }

    [Fact]
    public async Task A_body_outside_ASCII_does_not_ask_for_it()
    {
        var outcomes = await DeliverAsync(() => new ListSource(1, _ => "X: 1\r\n\r\nż\r\n".Replace("ż", Latin("ż"), StringComparison.Ordinal)), "S: 220 mx\n" + Offers("PIPELINING", "8BITMIME")
            + "C: MAIL FROM:<bounce@example.test> BODY=8BITMIME\nC: RCPT TO:<to0@example.test>\nC: DATA\n" + Replies + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Theory]
    [InlineData("X: \u00ff\r\n\r\nbody\r\n")]
    [InlineData("X: \u00ff\r\n")]
    public async Task A_header_that_is_not_UTF_8_is_refused_everywhere(string content)
    {
        var outcomes = await DeliverAsync(() => new ListSource(1, _ => content), "S: 220 mx\n" + Offers("PIPELINING", "8BITMIME", "SMTPUTF8") + Quit);
        Assert.Equal((DeliveryStatus.Rejected, DeliveryReason.Content), (outcomes[0].Status, outcomes[0].Reason));
    }

    private static string Letter(string field)
    {
        var person = new Mailbox("żółw@example.test", "Żółw");
        var other = new Mailbox("a@example.test", "Źródło");
        return Encoding.Latin1.GetString(AttachmentTests.Compose(new()
        {
            From = field == "From" ? person : other,
            To = field == "To" ? person : other,
            ReplyTo = field == "Reply-To" ? person : other,
            Subject = "s",
            Date = new(2026, 11, 22, 4, 8, 36, TimeSpan.Zero),
            MessageId = "1@example.test",
            Text = ["Cześć\n"],
        }));
    }

    private static string Latin(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static Task<IDictionary<int, DeliveryOutcome>> DeliverAsync(Func<ListSource> source, string transcript) =>
        PlayAsync(SmtpTransportTests.Settings, source, transcript);
}
