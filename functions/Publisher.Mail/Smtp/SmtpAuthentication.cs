using System.Text;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>The dialogue of AUTH (RFC 4954): XOAUTH2 for a token, PLAIN (RFC 4616) or else LOGIN for a password.</summary>
internal static class SmtpAuthentication
{
    private const string Masked = "********";

    internal static void Run(SmtpWire wire, SmtpCredentials credentials, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var mechanism = Choose(wire.Capabilities.Auth, credentials) ?? throw new SmtpConnectionException(
            "The server offers no way to authenticate that fits the credentials.") { Reason = DeliveryReason.Authentication };
        var reply = mechanism switch
        {
            "XOAUTH2" => Token(wire, credentials.UserName, TokenOf(credentials, cancellationToken), timeout),
            "PLAIN" => Say(wire, "AUTH PLAIN ", $"\0{credentials.UserName}\0{credentials.Password}", timeout),
            _ => Login(wire, credentials, timeout),
        };
        if (reply.IsPositive) return;
        throw new SmtpConnectionException($"The server refuses the credentials. ({reply.Code} {ReplyClassifier.Receipt(reply.Text)})")
        {
            // 4xx is a trouble of the server's own (454, RFC 4954 §6).
            Reason = reply.Code is >= 400 and < 500 ? DeliveryReason.Connection : DeliveryReason.Authentication,
            ReplyCode = reply.Code,
        };
    }

    internal static string? Choose(IReadOnlyList<string> offered, SmtpCredentials credentials)
    {
        string[] fitting = credentials.HasToken ? ["XOAUTH2"] : ["PLAIN", "LOGIN"];
        return fitting.FirstOrDefault(m => offered.Contains(m, StringComparer.OrdinalIgnoreCase));
    }

    private static string TokenOf(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        try
        {
            return credentials.TokenAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // a provider that times out cancels itself, not the delivery
        {
            throw new SmtpConnectionException("There is no access token.", e) { Reason = DeliveryReason.Authentication };
        }
    }

    private static SmtpReply Token(SmtpWire wire, string userName, string token, TimeSpan timeout)
    {
        var reply = Say(wire, "AUTH XOAUTH2 ", $"user={userName}\u0001auth=Bearer {token}\u0001\u0001", timeout);
        // A refusal comes as a challenge with its reasons, and becomes one by an empty answer.
        return reply.IsIntermediate ? Say(wire, "", "", timeout) : reply;
    }

    private static SmtpReply Login(SmtpWire wire, SmtpCredentials credentials, TimeSpan timeout)
    {
        wire.Send("AUTH LOGIN\r\n"u8, timeout);
        var reply = wire.Read(timeout, needsText: true);
        if (reply.IsIntermediate) reply = Say(wire, "", credentials.UserName, timeout);
        return reply.IsIntermediate ? Say(wire, "", credentials.Password!, timeout) : reply;
    }

    private static SmtpReply Say(SmtpWire wire, string command, string secret, TimeSpan timeout)
    {
        var line = command + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) + "\r\n";
        wire.Send(Encoding.ASCII.GetBytes(line), timeout, command + Masked);
        return wire.Read(timeout, needsText: true);
    }
}
