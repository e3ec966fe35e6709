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
        if (!wire.Pipelines)
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
        if (Envelope(wire, timeouts.Data) is { } refusal) return refusal;
        var data = wire.Read(timeouts.Data);
        wire.AwaitsGroup = false;
        return data.IsIntermediate ? null : Refused(wire, TransactionStep.Data, data);
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
        if (!wire.Pipelines)
        {
            if (Lockstep(wire, message) is { } refusal) return refusal;
            commands.Clear();
            SmtpEnvelope.Chunk(length, commands);
            SendWithContent(wire, content, leaving);
            return Chunked(wire);
        }
        // By itself: a server that hangs up behind a refusal must not have the next content by then, or nobody would know what became of it.
        Reset(wire);
        SmtpEnvelope.Mail(message, wire.Capabilities, commands);
        SmtpEnvelope.Rcpt(message, commands);
        SmtpEnvelope.Chunk(length, commands);
        SmtpConnectionException? broken = null;
        try
        {
            SendWithContent(wire, content, leaving);
        }
        catch (SmtpConnectionException e)
        {
            // The server may have refused the envelope, and not cared for the content.
            broken = e;
        }
        try
        {
            if (Envelope(wire, timeouts.Final) is { } refusal) return refusal;
        }
        catch (Exception e) when (broken is not null && (e is SmtpConnectionException or SmtpProtocolException))
        {
        }
        wire.AwaitsGroup = false;
        return broken is null ? Chunked(wire) : throw new SmtpConnectionException(broken.Message, broken);
    }

    /// <summary>Reads the reply to a content.</summary>
    public DeliveryOutcome Final(SmtpWire wire)
    {
        var reply = wire.Read(timeouts.Final, needsText: true);
        if (reply.IsIntermediate) throw Misfit();
        Step = TransactionStep.Content;
        return ReplyClassifier.Outcome(TransactionStep.Content, reply);
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

    private DeliveryOutcome? Envelope(SmtpWire wire, TimeSpan last)
    {
        wire.NeedsReset = false;
        wire.AwaitsGroup = true;
        var mail = wire.Read(timeouts.Command);
        if (!mail.IsPositive) return Refused(wire, TransactionStep.MailFrom, mail, behind: 2, last);
        var rcpt = wire.Read(timeouts.Command);
        return rcpt.IsPositive ? null : Refused(wire, TransactionStep.RcptTo, rcpt, behind: 1, last);
    }

    private DeliveryOutcome Chunked(SmtpWire wire)
    {
        var outcome = Final(wire);
        if (outcome.Status != DeliveryStatus.Accepted) wire.NeedsReset = true; // what a refused chunk leaves behind is not known for sure
        return outcome;
    }

    private DeliveryOutcome? Lockstep(SmtpWire wire, OutgoingMessage message)
    {
        Reset(wire);
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

    private void Reset(SmtpWire wire)
    {
        if (wire.NeedsReset) Expect(Command(wire, "RSET\r\n"u8, timeouts.Command));
        wire.NeedsReset = false;
    }

    private static void Expect(SmtpReply reset)
    {
        if (!reset.IsPositive) throw new SmtpConnectionException("The server refuses to begin anew.") { ReplyCode = reset.Code };
    }

    private DeliveryOutcome Refused(SmtpWire wire, TransactionStep step, SmtpReply reply, int behind = 0, TimeSpan last = default)
    {
        wire.NeedsReset = true;
        wire.AwaitsGroup = false;
        Step = step;
        if (reply.Code < 400) throw Misfit();
        if (reply.Code != 421) Skip(wire, behind, last);
        return ReplyClassifier.Outcome(step, reply);
    }

    /// <summary>Reads the replies to what went out behind a command that was refused. The refusal stands, come what may.</summary>
    private void Skip(SmtpWire wire, int behind, TimeSpan last)
    {
        try
        {
            for (; behind > 0 && !wire.IsOver; behind--)
            {
                var reply = wire.Read(behind > 1 ? timeouts.Command : last);
                if (behind == 1 && reply.IsIntermediate)
                {
                    // It wants the content of a message without recipients: there is none to give (RFC 2920 §3.1).
                    wire.Send(".\r\n"u8, timeouts.Command);
                    reply = wire.Read(timeouts.Final);
                }
                wire.IsOver = reply.Code == 421;
            }
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
            wire.IsOver = true;
        }
    }

    private static SmtpProtocolException Misfit() => new("The server's reply does not fit the command.");
}
