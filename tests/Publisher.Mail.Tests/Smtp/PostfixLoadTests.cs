using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Publisher.Mail.Dkim;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Mime;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>What a real mail server makes of many messages, and of signed ones.</summary>
public sealed class PostfixLoadTests
{
    private const int Many = 3000;
    private const int Signed = 20;

    private const string Verify = """
        import sys, dkim
        record = ("v=DKIM1; k=%s; p=%s" % (sys.argv[1], sys.argv[2])).encode()
        results = []
        for length in sys.argv[3:]:
            results.append(str(dkim.verify(sys.stdin.buffer.read(int(length)), dnsfunc=lambda *_, **__: record)))
        print(" ".join(results))
        """;

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_thousands_of_messages_over_several_connections_each_arrives_exactly_once(bool chunking)
    {
        await using var postfix = await Postfix.StartAsync();
        var source = new ListSource(Many, n => $"From: <a@example.test>\r\nMessage-ID: <{n}@load.test>\r\n\r\nbody {n}\r\n");
        await using (var transport = new SmtpTransport(Settings(postfix.Port) with { MaxConnections = 6, MessagesPerConnection = 101, Chunking = chunking }))
            await transport.DeliverAsync(source, default);
        Assert.Equal(Many, source.Outcomes.Count);
        Assert.All(source.Outcomes.Values, o => Assert.True(o.Status == DeliveryStatus.Accepted, o.ToString()));

        var arrived = (await postfix.MailAsync(Many)).Select(mail => NumberOf(Encoding.ASCII.GetString(mail))).Order().ToList();
        Assert.Equal(Enumerable.Range(0, Many), arrived);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_signed_and_went_over_TLS_is_verified_from_the_maildir(bool chunking)
    {
        using var rsa = RSA.Create(2048);
        using var signer = new DkimSigner("example.test", "s", rsa.ExportPkcs8PrivateKeyPem());
        await using var postfix = await Postfix.StartAsync();
        var source = new ListSource(Signed, n => Encoding.Latin1.GetString(AttachmentTests.Compose(new()
        {
            From = new("biuro@example.test", "Zespół „Źródło”"),
            To = new($"to{n}@example.test", "Święcisława"),
            Subject = $"Przegląd tygodnia nr {n}: nabory, wydarzenia i aktualności dla społeczników",
            Date = new(2026, 11, 22, 4, 8, 36, TimeSpan.Zero),
            MessageId = $"{n}@example.test",
            Fields = [new("List-Unsubscribe", "<https://example.test/u>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
            Text = [$".\n.kropka na początku\nFrom zażółć gęślą  jaźń {n} \t \n" + new string('x', 2000) + "\n\n\n"],
            Html = ["<p>.</p>\n"],
        })));
        await using (var transport = new SmtpTransport(Settings(postfix.Port) with { MaxConnections = 3, Chunking = chunking }))
            await transport.DeliverAsync(new SigningSource(source, signer), default);
        Assert.All(source.Outcomes.Values, o => Assert.True(o.Status == DeliveryStatus.Accepted, o.ToString()));

        var mails = await postfix.MailAsync(Signed);
        Assert.All(mails, mail => Assert.Contains("using TLS", Encoding.Latin1.GetString(mail), StringComparison.Ordinal));
        string[] lengths = [.. mails.Select(mail => mail.Length.ToString(CultureInfo.InvariantCulture))];
        var verdicts = await Python.RunAsync(Verify, mails.SelectMany(mail => mail).ToArray(), "dkim", ["rsa", Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()), .. lengths]);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("True", Signed)), verdicts);
    }

    private static int NumberOf(string mail)
    {
        const string Before = "Message-ID: <";
        var start = mail.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
        return int.Parse(mail.AsSpan(start, mail.IndexOf('@', start) - start), CultureInfo.InvariantCulture);
    }

    private static SmtpSettings Settings(int port) => SmtpTransportTests.Settings(port) with { Security = SmtpSecurity.StartTls, CaFile = TestAuthority.CaFile };
}
