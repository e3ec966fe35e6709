namespace Publisher.Mail.Transport;

/// <summary>What became of a message.</summary>
public enum DeliveryStatus
{
    /// <summary>The relay has taken responsibility for it (RFC 5321 §4.2.5).</summary>
    Accepted,

    /// <summary>It was not sent, and may be later.</summary>
    Deferred,

    /// <summary>It was refused for good: the same message to the same mailbox will be again.</summary>
    Rejected,

    /// <summary>The connection was lost after the whole message had left and before the reply: it may or may not have been accepted.</summary>
    Unknown,
}

/// <summary>Why a message was not accepted; found from reply and enhanced status code (RFC 3463), never from text.</summary>
public enum DeliveryReason
{
    /// <summary>It was accepted.</summary>
    None,

    /// <summary>The recipient's mailbox does not exist, moved or is disabled: to be suppressed, if rejected.</summary>
    Mailbox,

    /// <summary>The recipient's mailbox is full.</summary>
    MailboxFull,

    /// <summary>The sender's address is refused.</summary>
    Sender,

    /// <summary>The relay does not want it: reputation, blocklist, rate, security.</summary>
    Policy,

    /// <summary>What the message says or how it is built is refused.</summary>
    Content,

    /// <summary>It is larger than the relay or the mailbox takes.</summary>
    Size,

    /// <summary>The relay has a trouble of its own.</summary>
    Server,

    /// <summary>The relay cannot be reached, hung up, or did not answer in time.</summary>
    Connection,

    /// <summary>
    /// The relay wants other credentials or encryption, or shows a certificate that is not trusted: nothing will go through until the
    /// settings are right.
    /// </summary>
    Authentication,

    /// <summary>The relay did not speak SMTP as we do: a command or parameter was not understood, or a reply made no sense.</summary>
    Protocol,

    /// <summary>The delivery was cancelled before the message was sent.</summary>
    Cancelled,
}

/// <summary>The enhanced status code of a reply (RFC 3463), such as 5.1.1.</summary>
/// <param name="Class">2, 4 or 5.</param>
/// <param name="Subject">0 to 999.</param>
/// <param name="Detail">0 to 999.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct EnhancedStatus(int Class, int Subject, int Detail)
{
    /// <summary>The code as it is written: <c>5.1.1</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => FormattableString.Invariant($"{Class}.{Subject}.{Detail}");
}

/// <summary>The outcome of one message.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why, if not accepted.</param>
/// <param name="ReplyCode">The relay's reply code, 200 to 599; 0 where it gave none.</param>
/// <param name="Enhanced">The relay's enhanced status code, if it gave one.</param>
/// <param name="Receipt">
/// The text of the reply, lines joined by blanks: visible ASCII, at most 500 characters. For people; nothing is to be read from it.
/// </param>
/// <param name="RetryAfter">How long to wait at least, where the transport knows better than the caller.</param>
/// <param name="IsInterrupted">
/// Whether the relay was there, and the connection was lost while it was handed messages: of one message alone that may be the message's own doing.
/// </param>
public sealed record DeliveryOutcome(
    DeliveryStatus Status, DeliveryReason Reason, int ReplyCode = 0, EnhancedStatus? Enhanced = null, string Receipt = "", TimeSpan? RetryAfter = null, bool IsInterrupted = false);
