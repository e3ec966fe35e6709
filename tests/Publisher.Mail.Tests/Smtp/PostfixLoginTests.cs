using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>A real mail server that takes mail from those who log in, and from nobody else.</summary>
public sealed class PostfixLoginTests
{
    private const string Password = "sekret żółty";

    [SkippableTheory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Who_logs_in_is_served(string mechanism)
    {
        await using var postfix = await Postfix.StartAsync(new("ola", Password, mechanism));
        var (outcomes, dialogue) = await DeliverAsync(postfix, Password);
        Assert.All(outcomes, o => Assert.True(o.Status == DeliveryStatus.Accepted, o.ToString()));
        Assert.Contains(dialogue, line => line.StartsWith("C: AUTH " + mechanism, StringComparison.Ordinal));
        Assert.Equal(3, (await postfix.MailAsync(3)).Count);
    }

    [SkippableTheory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task A_wrong_password_defers_every_message_and_is_tried_once(string mechanism)
    {
        await using var postfix = await Postfix.StartAsync(new("ola", Password, mechanism));
        var (outcomes, dialogue) = await DeliverAsync(postfix, "other");
        Assert.All(outcomes, o => Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication, 535), (o.Status, o.Reason, o.ReplyCode)));
        Assert.Single(dialogue, line => line.StartsWith("C: AUTH ", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Who_does_not_log_in_is_not_served()
    {
        await using var postfix = await Postfix.StartAsync(new("ola", Password, "PLAIN"));
        var (outcomes, _) = await DeliverAsync(postfix, password: null);
        Assert.All(outcomes, o => Assert.NotEqual(DeliveryStatus.Accepted, o.Status));
    }

    private static async Task<(ICollection<DeliveryOutcome> Outcomes, IReadOnlyCollection<string> Dialogue)> DeliverAsync(Postfix postfix, string? password)
    {
        var dialogue = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var source = new ListSource(3);
        await using (var transport = new SmtpTransport(SmtpTransportTests.Settings(postfix.Port) with
        {
            Security = SmtpSecurity.StartTls,
            CaFile = TestAuthority.CaFile,
            Credentials = password is null ? null : new("ola@example.test", password),
            Trace = dialogue.Enqueue,
        }))
            await transport.DeliverAsync(source, default);
        Assert.Equal(3, source.Outcomes.Count);
        return (source.Outcomes.Values, dialogue);
    }
}
