using System.Text;
using System.Text.Json;
using Publisher.Mail.Mime;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Mime;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A real mail server, from STARTTLS to the maildir.</summary>
public class PostfixTests
{
    private const int Count = 30;

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_meant_is_what_lies_in_the_maildir(bool chunking)
    {
        await using var postfix = await Postfix.StartAsync();
        var source = new ListSource(Count, n => Encoding.Latin1.GetString(AttachmentTests.Compose(Letter(n))));
        await using (var transport = new SmtpTransport(Settings(postfix.Port) with { MaxConnections = 3, MessagesPerConnection = 8, Chunking = chunking }))
            await transport.DeliverAsync(source, default);
        Assert.Equal(Count, source.Outcomes.Count);
        Assert.All(source.Outcomes.Values, o => Assert.True(o.Status == DeliveryStatus.Accepted, o.ToString()));

        var subjects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var mail in await postfix.MailAsync(Count))
        {
            using var read = JsonDocument.Parse(await Python.RunAsync(AttachmentTests.Read, mail, "email"));
            var root = read.RootElement;
            Assert.True(subjects.Add(root.GetProperty("subject").GetString()!));
            Assert.Equal("Zespół „Źródło”", root.GetProperty("from").GetString());
            Assert.Equal(Letter(0).Text[0], root.GetProperty("text").GetString()!.ReplaceLineEndings("\n"));
            Assert.Equal("regulamin żółty.pdf", root.GetProperty("tree").GetProperty("parts")[1].GetProperty("name").GetString());
        }
        Assert.Equal(Enumerable.Range(0, Count).Select(n => Letter(n).Subject).Order(StringComparer.Ordinal), subjects.Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("gone@example.test", DeliveryStatus.Rejected)]
    [InlineData("żółw@example.test", DeliveryStatus.Accepted)]
    public async Task Each_message_has_the_outcome_that_the_server_gives(string recipient, DeliveryStatus expected)
    {
        await using var postfix = await Postfix.StartAsync();
        var source = new ListSource(3) { Recipient = recipient };
        await using (var transport = new SmtpTransport(Settings(postfix.Port)))
            await transport.DeliverAsync(source, default);
        Assert.All(source.Outcomes.Values, o => Assert.True(o.Status == expected, o.ToString()));
    }

    private static SmtpSettings Settings(int port) => SmtpTransportTests.Settings(port) with { Security = SmtpSecurity.StartTls, CaFile = TestAuthority.CaFile };

    private static Message Letter(int n) => new()
    {
        From = new("biuro@example.test", "Zespół „Źródło”"),
        To = new($"to{n}@example.test", "Święcisława"),
        Subject = $"Przegląd tygodnia nr {n}: nabory, wydarzenia i aktualności dla społeczników",
        Date = new(2026, 11, 22, 4, 8, 36, TimeSpan.Zero),
        MessageId = $"{n}@example.test",
        Text = [".\n.kropka na początku\nFrom zażółć gęślą jaźń  \n" + new string('x', 2000) + "\n"],
        Html = ["<p>.</p>\n"],
        Attachments = [new("regulamin żółty.pdf", "application/pdf", new byte[100_000])],
    };
}
