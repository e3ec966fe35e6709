using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>At which step of a transaction a reply came.</summary>
internal enum TransactionStep
{
    MailFrom,
    RcptTo,
    Data,
    Content,
}

/// <summary>Makes an outcome of a reply: by step, reply code and enhanced code (RFC 5321 §4.2.3, RFC 3463), never by text; or of what broke a connection. Pure.</summary>
internal static class ReplyClassifier
{
    private const int LongestReceipt = 500; // characters; a choice: what a ledger line can bear

    internal static DeliveryOutcome Outcome(TransactionStep step, SmtpReply reply)
    {
        if (reply.IsPositive) return new(DeliveryStatus.Accepted, DeliveryReason.None, reply.Code, reply.Enhanced, Receipt(reply.Text));
        var reason = ReasonOf(step, reply);
        // That we are not, or wrongly, logged in says nothing of the recipient: the message waits until the settings are right.
        var status = reason == DeliveryReason.Authentication ? DeliveryStatus.Deferred : StatusOf(reply.Code);
        return new(status, reason, reply.Code, reply.Enhanced, Receipt(reply.Text), status == DeliveryStatus.Deferred ? RetryAfter(reason) : null);
    }

    /// <summary>What is reported of a message that could not be sent because its connection broke, or none could be had.</summary>
    internal static DeliveryOutcome Lost(Exception e) => new(
        DeliveryStatus.Deferred,
        e is SmtpConnectionException connection ? connection.Reason : DeliveryReason.Protocol,
        (e as SmtpConnectionException)?.ReplyCode ?? 0,
        Receipt: Receipt(e.Message),
        RetryAfter: RetryAfter(DeliveryReason.Connection));

    /// <summary>Whether a refusal is about the relay or us as its client, not about the one message: the next will fare the same.</summary>
    internal static bool IsGeneral(TransactionStep step, DeliveryOutcome refusal) => refusal.Status == DeliveryStatus.Deferred
        && (refusal.ReplyCode == 421 || step == TransactionStep.MailFrom || refusal.Reason is DeliveryReason.Server or DeliveryReason.Authentication);

    // RFC 5321 §4.5.4.1 advises 30 minutes in general; greylisting lets through after a few, a full mailbox is not emptied in an hour.
    private static TimeSpan RetryAfter(DeliveryReason reason) => reason switch
    {
        DeliveryReason.Connection => TimeSpan.FromMinutes(1),
        DeliveryReason.Mailbox or DeliveryReason.Policy or DeliveryReason.Sender => TimeSpan.FromMinutes(5),
        DeliveryReason.MailboxFull => TimeSpan.FromHours(1),
        _ => TimeSpan.FromMinutes(30),
    };

    internal static string Receipt(string text)
    {
        text = text.Replace('\n', ' ');
        return text.Length <= LongestReceipt ? text : text[..LongestReceipt];
    }

    private static DeliveryStatus StatusOf(int code) => (code / 100) switch
    {
        2 => DeliveryStatus.Accepted,
        5 => DeliveryStatus.Rejected,
        _ => DeliveryStatus.Deferred,
    };

    private static DeliveryReason ReasonOf(TransactionStep step, SmtpReply reply) => IsAboutLogin(reply.Code)
        ? DeliveryReason.Authentication // RFC 4954 §6: the codes say it, whatever the policy class of the enhanced one
        : (reply.Enhanced is { } e ? ByEnhanced(step, e) : null) ?? ByCode(step, reply.Code);

    private static bool IsAboutLogin(int code) => code is 454 or 530 or 534 or 535 or 538;

    private static DeliveryReason? ByEnhanced(TransactionStep step, EnhancedStatus status) => (status.Subject, status.Detail) switch
    {
        (1, 7 or 8) => DeliveryReason.Sender, // RFC 3463 §3.2: bad sender's mailbox or system address
        (1, 10) => DeliveryReason.Mailbox, // RFC 7505: the domain takes no mail
        (1, _) => step == TransactionStep.MailFrom ? DeliveryReason.Sender : DeliveryReason.Mailbox,
        (2, 2) => DeliveryReason.MailboxFull,
        (2, 3) => DeliveryReason.Size,
        (2, _) => step == TransactionStep.MailFrom ? DeliveryReason.Sender : DeliveryReason.Mailbox,
        (3, 4) => DeliveryReason.Size,
        (3, _) => DeliveryReason.Server,
        (4, _) => DeliveryReason.Server,
        (5, _) => DeliveryReason.Protocol,
        (6, _) => DeliveryReason.Content,
        (7, 8 or 9 or 11 or 13) => DeliveryReason.Authentication, // RFC 4954 §6, RFC 5248
        (7, _) => DeliveryReason.Policy,
        _ => null, // other or undefined: the reply code says more
    };

    private static DeliveryReason ByCode(TransactionStep step, int code) => code switch
    {
        421 => DeliveryReason.Connection,
        450 or 550 or 551 or 553 => step switch
        {
            TransactionStep.MailFrom => DeliveryReason.Sender,
            TransactionStep.RcptTo => DeliveryReason.Mailbox,
            _ => DeliveryReason.Policy,
        },
        452 or 552 => step == TransactionStep.RcptTo && code == 552 ? DeliveryReason.MailboxFull : code == 552 ? DeliveryReason.Size : DeliveryReason.Server,
        554 => DeliveryReason.Policy,
        >= 500 and < 510 or 455 or 555 => DeliveryReason.Protocol,
        _ => DeliveryReason.Server,
    };
}
