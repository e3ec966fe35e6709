using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>The dialogue about one envelope: in one group where the server allows it, else command by command.</summary>
internal sealed class SmtpTransaction(SmtpTimeouts timeouts) : IDisposable
{
    private readonly MessageBuffer commands = new();

    /// <summary>Which step the last refusal came from.</summary>
    public TransactionStep Step { get; private set; }

    /// <summary>Sends the envelope with DATA and reads its replies.</summary>
    /// <returns>Null when the content is wanted, else why it is not.</returns>
    public DeliveryOutcome? Open(SmtpWire wire, OutgoingMessage message)
    {
        if (!wire.Capabilities.Pipelining)
            return Lockstep(wire, message) ?? (Command(wire, "DATA\r\n"u8, timeouts.Data) is { IsIntermediate: false } data ? Refused(wire, TransactionStep.Data, data) : null);
        commands.Clear();
        var reset = wire.NeedsReset;
        SmtpEnvelope.Write(message, wire.Capabilities, reset, commands);
        wire.Send(commands.Written.Span, timeouts.Command);
        if (reset) Expect(wire.Read(timeouts.Command));
        return Read(wire);
    }

    /// <summary>Reads the three replies to a group that is out.</summary>
    /// <returns>Null when the content is wanted, else why it is not.</returns>
    public DeliveryOutcome? Read(SmtpWire wire)
    {
        wire.NeedsReset = false;
        var mail = wire.Read(timeouts.Command);
        if (mail.Code == 421) return Refused(wire, TransactionStep.MailFrom, mail);
        var rcpt = wire.Read(timeouts.Command);
        if (rcpt.Code == 421) return Refused(wire, TransactionStep.RcptTo, rcpt);
        var data = wire.Read(timeouts.Data);
        if (mail.IsPositive && rcpt.IsPositive) return data.IsIntermediate ? null : Refused(wire, TransactionStep.Data, data);
        if (data.IsIntermediate)
        {
            // It wants the content of a message without recipients: there is none to give (RFC 2920 §3.1).
            wire.Send(".\r\n"u8, timeouts.Command);
            wire.Read(timeouts.Final);
        }
        return mail.IsPositive ? Refused(wire, TransactionStep.RcptTo, rcpt) : Refused(wire, TransactionStep.MailFrom, mail);
    }

    /// <summary>Sends envelope and content in one go, or after each other where the server is not one for groups; BDAT LAST is the last.</summary>
    /// <param name="wire">The connection.</param>
    /// <param name="message">The message; its buffer is used up once the end of the content is about to leave.</param>
    /// <param name="leaving">Called when the end of the content is about to leave.</param>
    /// <returns>The outcome.</returns>
    public DeliveryOutcome SendChunk(SmtpWire wire, OutgoingMessage message, Action leaving)
    {
        var content = message.Content;
        var length = content.Length;
        commands.Clear();
        if (!wire.Capabilities.Pipelining)
        {
            if (Lockstep(wire, message) is { } refusal) return refusal;
            commands.Clear();
            SmtpEnvelope.Chunk(length, commands);
            SendWithContent(wire, content, leaving);
            return Final(wire);
        }
        var reset = wire.NeedsReset;
        if (reset) System.Buffers.BuffersExtensions.Write(commands, "RSET\r\n"u8);
        SmtpEnvelope.Mail(message, wire.Capabilities, commands);
        SmtpEnvelope.Rcpt(message, commands);
        SmtpEnvelope.Chunk(length, commands);
        SendWithContent(wire, content, leaving);
        if (reset) Expect(wire.Read(timeouts.Command));
        wire.NeedsReset = false;
        var mail = wire.Read(timeouts.Command);
        if (mail.Code == 421) return Refused(wire, TransactionStep.MailFrom, mail);
        var rcpt = wire.Read(timeouts.Command);
        if (rcpt.Code == 421) return Refused(wire, TransactionStep.RcptTo, rcpt);
        var final = Final(wire);
        if (!mail.IsPositive) return Refused(wire, TransactionStep.MailFrom, mail);
        return rcpt.IsPositive ? final : Refused(wire, TransactionStep.RcptTo, rcpt);
    }

    public void Dispose() => commands.Dispose();

    private void SendWithContent(SmtpWire wire, MessageBuffer content, Action leaving)
    {
        var length = content.Length;
        content.Prepend(commands.Written.Span);
        var all = content.Written.Span;
        int last;
        try
        {
            last = wire.SendAhead(all, timeouts.Content);
        }
        catch
        {
            // It is kept for another connection, with other commands in front.
            content.DropFront(commands.Length);
            throw;
        }
        leaving();
        wire.Send(all[last..], timeouts.Content, wire.IsTraced ? $"{System.Text.Encoding.UTF8.GetString(commands.Written.Span)}({length} octets of content)" : null);
    }

    private DeliveryOutcome Final(SmtpWire wire)
    {
        var reply = wire.Read(timeouts.Final, needsText: true);
        if (reply.IsIntermediate) throw Misfit();
        if (!reply.IsPositive) wire.NeedsReset = true;
        Step = TransactionStep.Content;
        return ReplyClassifier.Outcome(TransactionStep.Content, reply);
    }

    private DeliveryOutcome? Lockstep(SmtpWire wire, OutgoingMessage message)
    {
        if (wire.NeedsReset) Expect(Command(wire, "RSET\r\n"u8, timeouts.Command));
        wire.NeedsReset = false;
        commands.Clear();
        SmtpEnvelope.Mail(message, wire.Capabilities, commands);
        var mail = Command(wire, commands.Written.Span, timeouts.Command);
        if (!mail.IsPositive) return Refused(wire, TransactionStep.MailFrom, mail);
        commands.Clear();
        SmtpEnvelope.Rcpt(message, commands);
        var rcpt = Command(wire, commands.Written.Span, timeouts.Command);
        return rcpt.IsPositive ? null : Refused(wire, TransactionStep.RcptTo, rcpt);
    }

    private static SmtpReply Command(SmtpWire wire, ReadOnlySpan<byte> command, TimeSpan timeout)
    {
        wire.Send(command, timeout);
        return wire.Read(timeout);
    }

    private static void Expect(SmtpReply reset)
    {
        if (!reset.IsPositive) throw new SmtpConnectionException("The server refuses to begin anew.") { ReplyCode = reset.Code };
    }

    private DeliveryOutcome Refused(SmtpWire wire, TransactionStep step, SmtpReply reply)
    {
        wire.NeedsReset = true;
        Step = step;
        return reply.Code < 400 ? throw Misfit() : ReplyClassifier.Outcome(step, reply);
    }

    private static SmtpProtocolException Misfit() => new("The server's reply does not fit the command.");
}
