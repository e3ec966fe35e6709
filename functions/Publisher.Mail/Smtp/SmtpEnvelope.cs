using System.Buffers;
using System.Text;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>The dialogue about one envelope: MAIL, RCPT and DATA, in one group where the server allows it (RFC 2920 §3.1).</summary>
internal readonly struct SmtpEnvelope(SmtpWire wire, SmtpTimeouts timeouts, MessageBuffer commands)
{
    /// <summary>Sends the envelope and reads its replies.</summary>
    /// <returns>Null when the content is wanted, else why it is not.</returns>
    public async ValueTask<DeliveryOutcome?> SendAsync(OutgoingMessage message)
    {
        commands.Clear();
        if (wire.Capabilities.Pipelining)
        {
            var reset = wire.NeedsReset;
            Write(message, reset, commands);
            await wire.SendAsync(commands.Written, timeouts.Command);
            if (reset) await wire.ReadReplyAsync(timeouts.Command);
            return await ReadAsync();
        }
        if (wire.NeedsReset) await CommandAsync(static (_, to) => to.Write("RSET\r\n"u8), message);
        wire.NeedsReset = false;
        var mail = await CommandAsync(Mail, message);
        if (!mail.IsPositive) return Refused(TransactionStep.MailFrom, mail);
        var rcpt = await CommandAsync(Rcpt, message);
        if (!rcpt.IsPositive) return Refused(TransactionStep.RcptTo, rcpt);
        var data = await CommandAsync(static (_, to) => to.Write("DATA\r\n"u8), message);
        return data.IsIntermediate ? null : Refused(TransactionStep.Data, data);
    }

    /// <summary>Reads the three replies to a group that is out.</summary>
    /// <returns>Null when the content is wanted, else why it is not.</returns>
    public async ValueTask<DeliveryOutcome?> ReadAsync()
    {
        wire.NeedsReset = false;
        var mail = await wire.ReadReplyAsync(timeouts.Command);
        if (mail.Code == 421) return Refused(TransactionStep.MailFrom, mail);
        var rcpt = await wire.ReadReplyAsync(timeouts.Command);
        if (rcpt.Code == 421) return Refused(TransactionStep.RcptTo, rcpt);
        var data = await wire.ReadReplyAsync(timeouts.Data);
        if (mail.IsPositive && rcpt.IsPositive) return data.IsIntermediate ? null : Refused(TransactionStep.Data, data);
        if (data.IsIntermediate)
        {
            // It wants the content of a message without recipients: there is none to give (RFC 2920 §3.1).
            await wire.SendAsync(Dot, timeouts.Command);
            await wire.ReadReplyAsync(timeouts.Final);
        }
        return mail.IsPositive ? Refused(TransactionStep.RcptTo, rcpt) : Refused(TransactionStep.MailFrom, mail);
    }

    /// <summary>Writes the whole group.</summary>
    public static void Write(OutgoingMessage message, bool reset, IBufferWriter<byte> to)
    {
        if (reset) to.Write("RSET\r\n"u8);
        Mail(message, to);
        Rcpt(message, to);
        to.Write("DATA\r\n"u8);
    }

    private static readonly byte[] Dot = ".\r\n"u8.ToArray();

    private static void Mail(OutgoingMessage message, IBufferWriter<byte> to)
    {
        to.Write("MAIL FROM:<"u8);
        if (message.Envelope.Sender is { } sender) Encoding.UTF8.GetBytes(sender.Address, to);
        to.Write(">\r\n"u8);
    }

    private static void Rcpt(OutgoingMessage message, IBufferWriter<byte> to)
    {
        to.Write("RCPT TO:<"u8);
        Encoding.UTF8.GetBytes(message.Envelope.Recipient.Address, to);
        to.Write(">\r\n"u8);
    }

    private async ValueTask<SmtpReply> CommandAsync(Action<OutgoingMessage, IBufferWriter<byte>> write, OutgoingMessage message)
    {
        commands.Clear();
        write(message, commands);
        await wire.SendAsync(commands.Written, timeouts.Command);
        return await wire.ReadReplyAsync(timeouts.Command);
    }

    private DeliveryOutcome Refused(TransactionStep step, SmtpReply reply)
    {
        wire.NeedsReset = true;
        return reply.IsPositive || reply.IsIntermediate
            ? throw new SmtpProtocolException("The server's reply does not fit the command.")
            : ReplyClassifier.Outcome(step, reply);
    }
}
