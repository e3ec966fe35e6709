using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Publisher.Mail.Dkim;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Dkim;

public sealed class DkimSignerTests
{
    /// <summary>The key pair and the message of RFC 8463 §A; the seed is that of RFC 8032 §7.1.</summary>
    private const string RfcSeed = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    private const string RfcPublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private const string RfcMessage =
        "From: Joe SixPack <joe@football.example.com>\r\nTo: Suzie Q <suzie@shopping.example.net>\r\nSubject: Is dinner ready?\r\n"
        + "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\nMessage-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n"
        + "Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";

    private const string Verify = """
        import sys, dkim
        record = ("v=DKIM1; k=%s; p=%s" % (sys.argv[1], sys.argv[2])).encode()
        print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda *_, **__: record))
        """;

    private static readonly RSA Rsa = RSA.Create(2048);

    [Fact]
    public void The_body_of_the_RFC_has_the_hash_that_the_RFC_gives() =>
        Assert.Contains("bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=", Sign(RfcMessage.Replace("game.  Are", "game. Are", StringComparison.Ordinal)), StringComparison.Ordinal);

    [Fact]
    public void An_empty_body_has_the_hash_that_the_RFC_gives() =>
        // RFC 6376 §3.4.4
        Assert.Contains("bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Sign("From: a@example.test\r\n\r\n\r\n"), StringComparison.Ordinal);

    [SkippableTheory]
    [InlineData("Hi.\r\n")]
    [InlineData("")]
    [InlineData("  indented \t text \r\n\r\nend\r\n\r\n\r\n")]
    [InlineData("no line end")]
    public async Task An_RSA_signature_is_verified_by_an_independent_verifier(string body) =>
        Assert.Equal("True", await VerifyAsync("rsa", Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo()), Sign("From: Joe <joe@example.test>\r\nSubject:  a\r\n\t b  \r\nX-Else: 1\r\n\r\n" + body)));

    [SkippableFact]
    public async Task An_Ed25519_signature_with_the_key_of_the_RFC_is_verified_by_an_independent_verifier()
    {
        var signed = Sign(RfcMessage, Ed25519Pem());
        Assert.Contains("a=ed25519-sha256", signed, StringComparison.Ordinal);
        Assert.Equal("True", await VerifyAsync("ed25519", RfcPublicKey, signed));
    }

    [SkippableFact]
    public async Task A_composed_message_is_signed_with_every_field_that_readers_and_lists_rely_on()
    {
        var signed = Sign(Composed());
        Assert.Equal("True", await VerifyAsync("rsa", Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo()), signed));
        Assert.Contains(
            "h=From:From:To:To:Reply-To:Subject:Subject:Date:Date:Message-ID:Message-ID:MIME-Version:MIME-Version:Content-Type:Content-Type:"
            + "List-Unsubscribe:List-Unsubscribe:List-Unsubscribe-Post:List-Unsubscribe-Post:List-Id:List-Id;",
            Unfolded(signed),
            StringComparison.Ordinal);
        Assert.All(signed.Split("\r\n"), l => Assert.InRange(l.Length, 0, MimeLimits.PreferredLine));
    }

    [SkippableTheory]
    [InlineData("From: Mallory <m@example.test>\r\n")]
    [InlineData("Subject: Your account\r\n")]
    [InlineData("Reply-To: m@example.test\r\n")]
    [InlineData("Content-Type: text/html\r\n")]
    [InlineData("List-Unsubscribe: <https://mallory.test/>\r\n")]
    public async Task A_field_that_was_added_later_breaks_the_signature(string added) =>
        Assert.Equal("False", await VerifyAsync("rsa", Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo()), added + Sign(Composed())));

    [SkippableFact]
    public async Task A_field_that_is_not_signed_may_be_added_on_the_way() =>
        Assert.Equal("True", await VerifyAsync("rsa", Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo()), "Received: from a by b\r\n" + Sign(Composed())));

    [Theory]
    [InlineData("From: a@example.test\r\nFrom: b@example.test\r\n")]
    [InlineData("From: a@example.test\r\nSubject: 1\r\nX: y\r\nSUBJECT : 2\r\n")]
    [InlineData("From: a@example.test\r\nDate: 1\r\nDate: 2\r\nDate: 3\r\n")]
    [InlineData("From: a@example.test\r\nList-Id: <a.b>\r\nlist-id: <a.b>\r\n")]
    public void A_message_with_two_of_what_may_be_there_once_is_not_signed(string header) =>
        Assert.Contains("more than once", Assert.Throws<MailFormatException>(() => Sign(header + "\r\nx\r\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Keys_are_read_from_both_kinds_of_PEM()
    {
        using var pkcs1 = new DkimSigner("example.test", "s", Rsa.ExportRSAPrivateKeyPem());
        using var pkcs8 = new DkimSigner("example.test", "s", Rsa.ExportPkcs8PrivateKeyPem());
        Assert.Equal("rsa-sha256", pkcs1.Algorithm);
        Assert.Equal(Signed(pkcs1, RfcMessage), Signed(pkcs8, RfcMessage));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void What_is_no_key_is_refused(string pem) => Assert.Throws<ArgumentException>(() => new DkimSigner("example.test", "s", pem));

    [Fact]
    public void A_public_or_a_weak_key_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DkimSigner("example.test", "s", Rsa.ExportSubjectPublicKeyInfoPem()));
        using var weak = RSA.Create(512);
        Assert.Throws<ArgumentException>(() => new DkimSigner("example.test", "s", weak.ExportPkcs8PrivateKeyPem()));
    }

    [Theory]
    [InlineData("exa mple.test", "s")]
    [InlineData("example.test; x=y", "s")]
    [InlineData("example.test", "s\r\nBcc: x")]
    [InlineData("", "s")]
    public void What_is_no_domain_or_selector_is_refused(string domain, string selector) =>
        Assert.Throws<ArgumentException>(() => new DkimSigner(domain, selector, Rsa.ExportPkcs8PrivateKeyPem()));

    [Theory]
    [InlineData("To: b@example.test\r\n\r\nno From\r\n")]
    [InlineData("From: a@example.test\r\nno field\r\n\r\n")]
    [InlineData("From: a@example.test\r\n")]
    public void What_is_no_message_is_refused(string message) => Assert.Throws<MailFormatException>(() => Sign(message));

    [SkippableFact]
    public async Task Many_threads_sign_with_one_signer()
    {
        using var signer = new DkimSigner("example.test", "s", Rsa.ExportPkcs8PrivateKeyPem());
        var expected = Signed(signer, RfcMessage);
        await Parallel.ForAsync(0, 200, (_, _) =>
        {
            Assert.Equal(expected, Signed(signer, RfcMessage));
            return ValueTask.CompletedTask;
        });
    }

    private static string Composed()
    {
        var output = new ArrayBufferWriter<byte>();
        MessageComposer.Compose(
            new()
            {
                From = new("biuro@example.test", "Fundacja „Źródło”"),
                To = new("ola@example.test", "Ola"),
                Subject = "Przegląd tygodnia: nabory, wydarzenia i aktualności dla społeczników",
                Date = new(2026, 11, 22, 4, 8, 36, TimeSpan.Zero),
                MessageId = "1@example.test",
                Fields = [new("List-Id", "<l.example.test>"), new("List-Unsubscribe", "<https://example.test/u>"), new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")],
                Text = ["  Cześć,\n\n\tzażółć\n\n"],
                Html = ["<p>  Cześć</p>\n"],
            },
            output);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }

    private static string Ed25519Pem() => PemEncoding.WriteString("PRIVATE KEY", [.. Convert.FromHexString("302e020100300506032b657004220420"), .. Convert.FromBase64String(RfcSeed)]);

    private static string Sign(string message, string? pem = null)
    {
        using var signer = new DkimSigner("example.test", "s", pem ?? Rsa.ExportPkcs8PrivateKeyPem());
        return Signed(signer, message);
    }

    private static string Signed(DkimSigner signer, string message)
    {
        using var buffer = new MessageBuffer();
        buffer.Write(Encoding.ASCII.GetBytes(message));
        signer.Sign(buffer);
        return Encoding.ASCII.GetString(buffer.Written.Span);
    }

    private static string Unfolded(string message) => message.Replace("\r\n ", "", StringComparison.Ordinal);

    private static Task<string> VerifyAsync(string kind, string key, string message) =>
        Python.RunAsync(Verify, Encoding.ASCII.GetBytes(message), "dkim", kind, key);
}
