using System.Text;
using Publisher.Mail.Mime;
using Publisher.Mail.Smtp;

namespace Publisher.Mail.Transport;

/// <summary>A message on its way out. It belongs to a connection, which hands it to the source to be filled again and again.</summary>
public sealed class OutgoingMessage : IDisposable
{
    /// <summary>What the source knows the message by; given back with the outcome.</summary>
    public int Ticket { get; set; }

    /// <summary>Whom it is from and to; required.</summary>
    public Envelope Envelope { get; set; }

    /// <summary>The message, header and body, each line ended by CRLF; not stuffed (RFC 5321 §4.5.2), that is the transport's work.</summary>
    public MessageBuffer Content { get; } = new();

    /// <summary>What its transfer depends on.</summary>
    internal ContentTraits Traits { get; set; }

    /// <summary>Whether it needs SMTPUTF8: for an address of the envelope, or for its header (RFC 6531 §3.5, RFC 6532 §3).</summary>
    internal bool NeedsUtf8 => EnvelopeNeedsUtf8 || HeaderNeedsUtf8;

    internal bool EnvelopeNeedsUtf8 => Envelope.Recipient.NeedsUtf8 || Envelope.Sender is { NeedsUtf8: true };

    // Composed messages are ASCII but for local parts in their header, so that mostly nothing has to be looked through.
    internal bool HeaderNeedsUtf8 => Traits.Has(ContentTraits.EightBit) && !Ascii.IsValid(Header);

    /// <summary>The fields, to the empty line behind them or the end.</summary>
    internal ReadOnlySpan<byte> Header
    {
        get
        {
            var content = Content.Written.Span;
            var end = content.IndexOf("\r\n\r\n"u8);
            return end < 0 ? content : content[..end];
        }
    }

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Ticket = 0;
        Traits = default;
        Envelope = default;
        Content.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Content.Dispose();
}

/// <summary>The envelope of a message (RFC 5321 §2.3.1): one recipient, one transaction.</summary>
/// <param name="Sender">Where bounces go (MAIL FROM); null is the null reverse-path, to which nothing bounces.</param>
/// <param name="Recipient">Whom it is delivered to (RCPT TO).</param>
public readonly record struct Envelope(Mailbox? Sender, Mailbox Recipient);
