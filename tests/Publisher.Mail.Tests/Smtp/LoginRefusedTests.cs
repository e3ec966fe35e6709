using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;
using static Publisher.Mail.Tests.Smtp.Transcript;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>That we are not logged in, or not as somebody the relay knows, is no fault of a recipient.</summary>
public sealed class LoginRefusedTests
{
    [Theory]
    [InlineData("530 5.7.0 Authentication required")]
    [InlineData("530 Authentication required")]
    [InlineData("535 5.7.8 Credentials invalid")]
    [InlineData("538 5.7.11 Encryption required")]
    public async Task Nobody_is_rejected_because_the_relay_wants_another_login(string reply)
    {
        var outcomes = await PlayAsync(
            port => SmtpTransportTests.Settings(port) with { ConnectAttempts = 1 },
            () => new ListSource(1),
            Hello + Envelope(0) + $"S: {reply}\nS: 503 5.5.1 No\nS: 503 5.5.1 No\nC: QUIT\nS: 221 Bye\n");

        Assert.Equal((DeliveryStatus.Deferred, DeliveryReason.Authentication), (outcomes[0].Status, outcomes[0].Reason));
    }
}
