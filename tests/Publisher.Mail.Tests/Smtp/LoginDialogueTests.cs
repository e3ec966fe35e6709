using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>The turns that a login can take.</summary>
public sealed class LoginDialogueTests
{
    private const string Response = "AG9sYUBleGFtcGxlLnRlc3QAc2VrcmV0";
    private const string TokenResponse = "dXNlcj1vbGFAZXhhbXBsZS50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=";

    private static readonly SmtpCredentials Person = new("ola@example.test", "sekret");
    private static readonly SmtpCredentials Token = new("ola@example.test", _ => new("token"));

    [Theory]
    [InlineData("AUTH=PLAIN LOGIN")]
    [InlineData("auth=plain")]
    [InlineData("AUTH= PLAIN")]
    [InlineData("AUTH CRAM-MD5", "AUTH=PLAIN")]
    [InlineData("AUTH=PLAIN", "AUTH CRAM-MD5")]
    public async Task The_old_way_to_offer_a_login_is_understood(params string[] offers)
    {
        var outcomes = await DeliverAsync(Person, [.. offers, "PIPELINING"], $"C: AUTH PLAIN {Response}\nS: 235 2.7.0 Welcome\n" + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Fact]
    public async Task A_server_that_passes_over_the_response_in_the_command_gets_it_when_it_asks()
    {
        var outcomes = await DeliverAsync(Person, ["PIPELINING", "AUTH PLAIN"], $"C: AUTH PLAIN {Response}\nS: 334 \nC: {Response}\nS: 235 2.7.0 Welcome\n" + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Theory]
    [InlineData("AUTH PLAIN", $"C: AUTH PLAIN {Response}\nS: 334 d2hhdD8=\nC: *\nS: 501 5.7.0 Cancelled\n")]
    [InlineData("AUTH PLAIN", $"C: AUTH PLAIN {Response}\nS: 334 \nC: {Response}\nS: 334 \nC: *\nS: 501 5.7.0 Cancelled\n")]
    [InlineData("AUTH LOGIN", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: b2xhQGV4YW1wbGUudGVzdA==\nS: 334 UGFzc3dvcmQ6\nC: c2VrcmV0\nS: 334 T1RQOg==\nC: *\nS: 501 5.7.0 Cancelled\n")]
    public async Task A_challenge_that_nobody_expects_is_answered_by_giving_up(string offer, string dialogue)
    {
        var outcomes = await DeliverAsync(Person, [offer], dialogue + "SILENCE");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication, 501), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
    }

    [Fact]
    public async Task A_response_too_long_for_a_command_waits_until_it_is_asked_for()
    {
        // RFC 4954 §4: with it the command would be longer than the 512 octets of RFC 5321 §4.5.3.1.4.
        var token = new string('t', 1000);
        var response = Convert.ToBase64String(Encoding.ASCII.GetBytes($"user=ola@example.test\u0001auth=Bearer {token}\u0001\u0001"));
        var outcomes = await DeliverAsync(
            new("ola@example.test", _ => new(token)), ["PIPELINING", "AUTH XOAUTH2"], $"C: AUTH XOAUTH2\nS: 334 \nC: {response}\nS: 235 2.7.0 Welcome\n" + Envelope(0) + Good + Quit);
        Assert.Equal(DeliveryStatus.Accepted, outcomes[0].Status);
    }

    [Theory]
    [InlineData("""{"status":"401","schemes":"bearer","scope":"https://mail.example/"}""", "status 401")]
    [InlineData("""{"status":400}""", "status 400")]
    [InlineData("""{"status":"a\r\n\u0007ż\u0000b"}""", "status a?????b")]
    [InlineData("""{"status":{"a":[]}}""", "refuses the access token. (535")]
    [InlineData("""{"else":1}""", "refuses the access token. (535")]
    [InlineData("""["status"]""", "refuses the access token. (535")]
    [InlineData("no JSON", "refuses the access token. (535")]
    public async Task A_refused_token_is_told_with_the_status_that_the_server_gives(string json, string told)
    {
        var outcome = await RefusedAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(json)));
        Assert.Contains(told, outcome.Receipt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("====")]
    [InlineData("no base64!")]
    public async Task A_refusal_of_a_token_that_is_no_base64_is_a_refusal_all_the_same(string challenge) =>
        Assert.Contains("refuses the access token. (535", (await RefusedAsync(challenge)).Receipt, StringComparison.Ordinal);

    [Fact]
    public async Task A_status_without_end_is_cut()
    {
        var outcome = await RefusedAsync(Convert.ToBase64String(Encoding.ASCII.GetBytes($$"""{"status":"{{new string('9', 5000)}}"}""")));
        Assert.InRange(outcome.Receipt.Length, 1, 200);
        Assert.Contains("status 999", outcome.Receipt, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("S: 454 4.7.0 Temporary\n", 454)]
    [InlineData("S: 235 2.7.0 Welcome all the same\n", 0)]
    [InlineData("S: 334 bW9yZQ==\nC: *\nS: 334 bW9yZQ==\n", 0)]
    [InlineData("S: 334 bW9yZQ==\nC: *\nS: 501 Cancelled\n", 501)]
    public async Task A_refused_token_is_a_matter_of_credentials_however_the_server_goes_on(string end, int code)
    {
        var outcomes = await DeliverAsync(Token, ["AUTH XOAUTH2"], $"C: AUTH XOAUTH2 {TokenResponse}\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\n{end}SILENCE");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication, code), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
    }

    [Theory]
    [InlineData("AUTH XOAUTH2", $"C: AUTH XOAUTH2 {TokenResponse}\nS: 334 eyJzdGF0dXMiOiI0MDEifQ==\nC:\n", "status 401.")]
    [InlineData("AUTH PLAIN", $"C: AUTH PLAIN {Response}\nS: 334 d2hhdD8=\nC: *\n", "more than PLAIN has to say.")]
    public async Task A_server_that_hangs_up_on_a_login_that_failed_has_refused_it(string offer, string dialogue, string told)
    {
        var outcomes = await DeliverAsync(offer.EndsWith('2') ? Token : Person, [offer], dialogue + "HANGUP");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication, 0), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
        Assert.Contains(told, outcomes[0].Receipt, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_server_offers_is_read_without_harm() =>
        Prop.ForAll(Gen.Elements("AUTH", "AUTH=", "=", " ", "\n", "PLAIN", "SIZE", "99999999999999999999", "-1", "ż", "\t", "\0", "AUTH=PLAIN LOGIN").ListOf().ToArbitrary(), pieces =>
        {
            var offered = SmtpCapabilities.Parse(string.Concat(pieces));
            Assert.All(offered.Auth, mechanism => Assert.NotEqual("", mechanism));
            Assert.InRange(offered.MaxSize, 0, long.MaxValue);
        }).QuickCheckThrowOnFailure();

    private static async Task<DeliveryOutcome> RefusedAsync(string challenge)
    {
        var outcomes = await DeliverAsync(Token, ["AUTH XOAUTH2"], $"C: AUTH XOAUTH2 {TokenResponse}\nS: 334 {challenge}\nC:\nS: 535 5.7.8 Expired\nSILENCE");
        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication, 535), (outcomes[0].Status, outcomes[0].Reason, outcomes[0].ReplyCode));
        Assert.False(outcomes[0].Receipt.AsSpan().ContainsAnyExceptInRange(' ', '~'));
        return outcomes[0];
    }

    private static Task<IDictionary<int, DeliveryOutcome>> DeliverAsync(SmtpCredentials credentials, string[] offers, string dialogue) => PlayAsync(
        port => SmtpTransportTests.Settings(port) with { Credentials = credentials, AllowCredentialsInClearText = true, ConnectAttempts = 1 },
        () => new ListSource(1),
        "S: 220 mx\n" + Offers(offers) + dialogue);
}
