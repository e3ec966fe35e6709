using System.Buffers;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>Makes content fit for DATA (RFC 5321 §4.5.2): full stops at the beginning of lines doubled, ended by a line with one.</summary>
internal static class SmtpContent
{
    /// <summary>Ends the content, and doubles its full stops where there are any to double.</summary>
    /// <param name="content">The content; at most its end is written to it.</param>
    /// <param name="traits">What is known of it.</param>
    /// <param name="room">Where a content is put that needs more than an end.</param>
    /// <returns>Whichever of the two is to be sent.</returns>
    internal static MessageBuffer Finish(MessageBuffer content, ContentTraits traits, MessageBuffer room)
    {
        var fit = traits.Has(ContentTraits.DotLine) ? Stuffed(content, room) : content;
        fit.Write(EndsLine(fit) ? ".\r\n"u8 : "\r\n.\r\n"u8);
        return fit;
    }

    /// <summary>Makes the content fit for DATA and sends all but its last part. Should the connection break, the message is as it was.</summary>
    /// <returns>How many octets have left.</returns>
    internal static int SendAhead(OutgoingMessage message, MessageBuffer room, SmtpWire wire, TimeSpan timeout, out MessageBuffer leaving)
    {
        var plain = message.Content.Length;
        leaving = Finish(message.Content, message.Traits, room);
        try
        {
            return wire.SendAhead(leaving.Written.Span, timeout);
        }
        catch
        {
            message.Content.Truncate(plain);
            throw;
        }
    }

    internal static bool EndsLine(MessageBuffer content) => content.Length == 0 || content.Written.Span is [.., (byte)'\r', (byte)'\n'];

    private static MessageBuffer Stuffed(MessageBuffer content, MessageBuffer room)
    {
        var plain = content.Written.Span;
        room.Clear();
        if (plain[0] == '.') room.Write("."u8);
        for (int at; (at = plain.IndexOf("\n."u8)) >= 0; plain = plain[(at + 1)..])
        {
            room.Write(plain[..(at + 1)]);
            room.Write("."u8);
        }
        room.Write(plain);
        return room;
    }
}
