using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Publisher.Mail.Mime;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>The commands of one transaction, with the parameters that the server's offers ask for. Pure.</summary>
internal static class SmtpEnvelope
{
    /// <summary>Octets that the commands can take at most: two paths, parameters, RSET and BDAT.</summary>
    internal const int MaxLength = (2 * MimeLimits.Address) + 160;

    /// <summary>Why the message cannot go to this server at all; null where it can.</summary>
    internal static DeliveryOutcome? Unfit(OutgoingMessage message, SmtpCapabilities offered)
    {
        if (message.Traits.Has(ContentTraits.BareLineEnd))
            return Refused(DeliveryReason.Content, new(5, 6, 0), "The content holds a CR or LF by itself.");
        if (message.EnvelopeNeedsUtf8 && !offered.Utf8)
            return Refused(DeliveryReason.Protocol, new(5, 6, 7), "The server does not take addresses outside ASCII."); // RFC 6531 §3.5
        if (message.HeaderNeedsUtf8 && !Utf8.IsValid(message.Header))
            return Refused(DeliveryReason.Content, new(5, 6, 0), "The header holds octets that are neither ASCII nor UTF-8."); // RFC 6532 §3.1
        if (message.HeaderNeedsUtf8 && !offered.Utf8)
            return Refused(DeliveryReason.Protocol, new(5, 6, 9), "The server does not take a header with an address outside ASCII (SMTPUTF8)."); // RFC 6531 §3.5
        if (message.Traits.Has(ContentTraits.EightBit) && !offered.EightBit)
            return Refused(DeliveryReason.Protocol, new(5, 6, 3), "The server does not take octets above 127."); // RFC 6152
        if (offered.MaxSize > 0 && message.Content.Length > offered.MaxSize)
            return Refused(DeliveryReason.Size, new(5, 3, 4), "The message is larger than the server takes."); // RFC 1870 §6.1
        return null;
    }

    /// <summary>Writes MAIL, RCPT and DATA in a row (RFC 2920 §3.1).</summary>
    internal static void Write(OutgoingMessage message, SmtpCapabilities offered, bool reset, IBufferWriter<byte> to)
    {
        if (reset) to.Write("RSET\r\n"u8);
        Mail(message, offered, to);
        Rcpt(message, to);
        to.Write("DATA\r\n"u8);
    }

    internal static void Mail(OutgoingMessage message, SmtpCapabilities offered, IBufferWriter<byte> to)
    {
        to.Write("MAIL FROM:<"u8);
        if (message.Envelope.Sender is { } sender) Encoding.UTF8.GetBytes(sender.Address, to);
        to.Write(">"u8);
        if (offered.Size) Number(" SIZE="u8, message.Content.Length, to);
        if (message.Traits.Has(ContentTraits.EightBit) || message.NeedsUtf8) to.Write(" BODY=8BITMIME"u8);
        if (message.NeedsUtf8) to.Write(" SMTPUTF8"u8);
        to.Write("\r\n"u8);
    }

    internal static void Rcpt(OutgoingMessage message, IBufferWriter<byte> to)
    {
        to.Write("RCPT TO:<"u8);
        Encoding.UTF8.GetBytes(message.Envelope.Recipient.Address, to);
        to.Write(">\r\n"u8);
    }

    /// <summary>The whole content as the last chunk (RFC 3030 §2): no full stops are doubled, none ends it.</summary>
    internal static void Chunk(int length, IBufferWriter<byte> to)
    {
        Number("BDAT "u8, length, to);
        to.Write(" LAST\r\n"u8);
    }

    private static void Number(ReadOnlySpan<byte> before, int number, IBufferWriter<byte> to)
    {
        to.Write(before);
        System.Buffers.Text.Utf8Formatter.TryFormat(number, to.GetSpan(10), out var digits);
        to.Advance(digits);
    }

    private static DeliveryOutcome Refused(DeliveryReason reason, EnhancedStatus status, string why) =>
        new(DeliveryStatus.Rejected, reason, 0, status, why);
}
