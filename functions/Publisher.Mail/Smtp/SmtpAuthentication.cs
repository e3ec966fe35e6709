using System.Text;
using System.Text.Json;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>The dialogue of AUTH (RFC 4954): XOAUTH2 for a token, PLAIN (RFC 4616) or else LOGIN for a password.</summary>
internal static class SmtpAuthentication
{
    private const string Masked = "********";
    private const int LongestCommand = 512; // octets with CRLF; RFC 5321 §4.5.3.1.4, which RFC 4954 §4 keeps for AUTH
    private const int LongestStatus = 40; // characters of an error's status; a choice: they are numbers of three digits

    internal static void Run(SmtpWire wire, SmtpCredentials credentials, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var mechanism = Choose(wire.Capabilities.Auth, credentials) ?? throw new SmtpConnectionException(
            "The server offers no way to authenticate that fits the credentials.") { Reason = DeliveryReason.Authentication };
        var reply = mechanism switch
        {
            "XOAUTH2" => Token(wire, credentials.UserName, TokenOf(credentials, cancellationToken), timeout),
            "PLAIN" => Initial(wire, mechanism, $"\0{credentials.UserName}\0{credentials.Password}", timeout),
            _ => Login(wire, credentials, timeout),
        };
        if (reply.IsPositive) return;
        if (reply.IsIntermediate) throw Failed($"The server asks for more than {mechanism} has to say.", () => GiveUp(wire, timeout));
        // 4xx is a trouble of the server's own (454, RFC 4954 §6).
        throw Refused("The server refuses the credentials.", reply, reply.Code is >= 400 and < 500 ? DeliveryReason.Connection : DeliveryReason.Authentication);
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
        var reply = Initial(wire, "XOAUTH2", $"user={userName}\u0001auth=Bearer {token}\u0001\u0001", timeout);
        if (!reply.IsIntermediate) return reply;
        // A refusal comes as a challenge with its reasons, and becomes one by an empty answer. Whatever the server says then, it was refused.
        var status = StatusOf(reply.Text);
        throw Failed($"The server refuses the access token{(status.Length > 0 ? $": status {status}" : "")}.", () =>
        {
            var end = Say(wire, "", "", timeout);
            return end.IsIntermediate ? GiveUp(wire, timeout) : end;
        });
    }

    private static SmtpReply Login(SmtpWire wire, SmtpCredentials credentials, TimeSpan timeout)
    {
        var reply = Begin(wire, "LOGIN", timeout);
        if (reply.IsIntermediate) reply = Say(wire, "", credentials.UserName, timeout);
        return reply.IsIntermediate ? Say(wire, "", credentials.Password!, timeout) : reply;
    }

    /// <summary>
    /// Says all there is to say with the command (RFC 4954 §4), or when the server asks for it: because the command would be too long, or
    /// because the server passes over what came with it and asks with an empty challenge.
    /// </summary>
    private static SmtpReply Initial(SmtpWire wire, string mechanism, string secret, TimeSpan timeout)
    {
        var command = $"AUTH {mechanism} ";
        var length = command.Length + ((Encoding.UTF8.GetByteCount(secret) + 2) / 3 * 4) + 2;
        var reply = length <= LongestCommand ? Say(wire, command, secret, timeout) : Begin(wire, mechanism, timeout);
        return reply.IsIntermediate && string.IsNullOrWhiteSpace(reply.Text) ? Say(wire, "", secret, timeout) : reply;
    }

    private static SmtpReply Begin(SmtpWire wire, string mechanism, TimeSpan timeout)
    {
        wire.Send(Encoding.ASCII.GetBytes($"AUTH {mechanism}\r\n"), timeout);
        return wire.Read(timeout, needsText: true);
    }

    private static SmtpReply GiveUp(SmtpWire wire, TimeSpan timeout)
    {
        wire.Send("*\r\n"u8, timeout); // RFC 4954 §4
        return wire.Read(timeout, needsText: true);
    }

    private static SmtpReply Say(SmtpWire wire, string command, string secret, TimeSpan timeout)
    {
        var line = command + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) + "\r\n";
        wire.Send(Encoding.ASCII.GetBytes(line), timeout, command + Masked);
        return wire.Read(timeout, needsText: true);
    }

    /// <summary>The status in the JSON of a challenge: visible ASCII, empty where there is none.</summary>
    private static string StatusOf(string challenge)
    {
        var json = new byte[challenge.Length];
        if (!Convert.TryFromBase64String(challenge, json, out var length)) return "";
        try
        {
            using var error = JsonDocument.Parse(json.AsMemory(0, length));
            if (error.RootElement.ValueKind != JsonValueKind.Object || !error.RootElement.TryGetProperty("status", out var status)) return "";
            var text = status.ValueKind switch { JsonValueKind.String => status.GetString()!, JsonValueKind.Number => status.GetRawText(), _ => "" };
            return string.Concat(text.Take(LongestStatus).Select(c => c is >= ' ' and <= '~' ? c : '?'));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // a string that is no UTF-8 is found when it is read
        {
            return "";
        }
    }

    /// <summary>Ends a dialogue that has failed already: how the server takes it, were it by hanging up, changes nothing.</summary>
    private static SmtpConnectionException Failed(string what, Func<SmtpReply> end)
    {
        try
        {
            return Refused(what, end(), DeliveryReason.Authentication);
        }
        catch (SmtpConnectionException e)
        {
            return new(what, e) { Reason = DeliveryReason.Authentication };
        }
    }

    private static SmtpConnectionException Refused(string what, SmtpReply reply, DeliveryReason reason) =>
        new($"{what} ({reply.Code} {ReplyClassifier.Receipt(reply.Text)})") { Reason = reason, ReplyCode = reply.Code >= 400 ? reply.Code : 0 };
}
