using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Carries messages over one connection after another, on a thread of its own. At any moment at most three are in its hands: one whose
/// content is out and whose reply is awaited (by its ticket), one whose envelope is out or accepted, and one taken meanwhile.
/// </summary>
internal sealed class SmtpCourier(SmtpTransport transport, SmtpDelivery delivery) : IDisposable
{
    private const int MostTries = 2; // connections that may break under a message, whose content is not out, before it is deferred
    private const int LastPart = 64 * 1024; // octets; before these have left no server can have the whole content

    private readonly SmtpSettings settings = transport.Settings;
    private readonly SmtpTransaction transaction = new(transport.Settings.Timeouts);
    private readonly MessageBuffer stuffed = new();
    private OutgoingMessage current = new();
    private OutgoingMessage spare = new();
    private bool holds;
    private int tries;
    private int? awaited;
    private long sent; // when the last envelope left; a timestamp of the clock

    public void Run()
    {
        while (Find())
        {
            delivery.Recruit();
            if (Open() is { } wire) Use(wire);
        }
    }

    /// <summary>Reports what is still in its hands when something happened that nobody foresaw.</summary>
    public void Abandon(Exception e)
    {
        var outcome = Lost(e);
        if (awaited is { } ticket) delivery.Report(ticket, outcome with { Status = DeliveryStatus.Unknown, RetryAfter = null });
        awaited = null;
        if (holds) Finish(outcome);
    }

    public void Dispose()
    {
        current.Dispose();
        spare.Dispose();
        stuffed.Dispose();
        transaction.Dispose();
    }

    /// <summary>Sends what lies before the last part of a large content.</summary>
    /// <returns>How many octets that was.</returns>
    internal static int SendAhead(SmtpWire wire, ReadOnlySpan<byte> octets, SmtpTimeouts timeouts)
    {
        var at = 0;
        for (; octets.Length - at > LastPart; at += LastPart) wire.Send(octets.Slice(at, LastPart), timeouts.Content, "");
        return at;
    }

    private bool Find()
    {
        while (!holds)
        {
            if (Take()) break;
            if (!delivery.Wait()) return false;
        }
        return true;
    }

    /// <summary>Takes the next message, when the pace allows one.</summary>
    private bool Take()
    {
        TimeSpan wait;
        while (!delivery.IsStopping && !transport.Pace.TryEnter(out wait)) delivery.Sleep(wait);
        return TakeEntered();
    }

    private bool TakeEntered()
    {
        tries = 0;
        holds = delivery.TryTake(current);
        if (!holds) transport.Pace.Leave();
        return holds;
    }

    /// <summary>Takes the next message that this server can be given, if there is one at once.</summary>
    private bool TakeFit(SmtpWire wire)
    {
        while (transport.Pace.TryEnter(out _) && TakeEntered())
        {
            if (SmtpEnvelope.Unfit(current, wire.Capabilities) is not { } refusal) return true;
            Finish(refusal);
        }
        return false;
    }

    private void Finish(DeliveryOutcome outcome)
    {
        holds = false;
        delivery.Report(current.Ticket, outcome);
    }

    private SmtpWire? Open()
    {
        while (true)
        {
            if (delivery.IsStopping) break;
            delivery.Unreachable ??= transport.Backoff.Rest();
            if (delivery.Unreachable is { } unreachable)
            {
                Finish(unreachable);
                return null;
            }
            if (transport.Backoff.Pause() is { Ticks: > 0 } pause)
            {
                delivery.Sleep(pause);
                continue;
            }
            var begun = transport.Clock.GetTimestamp();
            try
            {
                var wire = transport.Rent(delivery.Cancelled);
                wire.Patience = () => delivery.Patience;
                return wire;
            }
            catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
            {
                Trouble(begun, Lost(e));
            }
            catch (OperationCanceledException) when (delivery.IsStopping)
            {
            }
        }
        Finish(new(DeliveryStatus.Deferred, DeliveryReason.Cancelled));
        return null;
    }

    private void Use(SmtpWire wire)
    {
        try
        {
            while (holds && wire.Messages < settings.MessagesPerConnection)
            {
                if (delivery.IsStopping) Finish(new(DeliveryStatus.Deferred, DeliveryReason.Cancelled));
                else if (delivery.Unreachable is { } unreachable) Finish(unreachable);
                else if (SmtpEnvelope.Unfit(current, wire.Capabilities) is { } unfit) Finish(unfit);
                else Talk(wire);
                if (!holds) Take();
            }
            transport.Return(wire);
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
            Broke(wire, e);
            transport.Discard(wire);
        }
        catch
        {
            transport.Discard(wire);
            throw;
        }
    }

    private void Talk(SmtpWire wire)
    {
        sent = transport.Clock.GetTimestamp();
        if (wire.Capabilities.Chunking && settings.Chunking) Chunk(wire);
        else if (Opened(transaction.Open(wire, current))) Contents(wire);
    }

    /// <summary>Sends the contents of messages whose envelopes are accepted, each with the envelope of the next.</summary>
    private void Contents(SmtpWire wire)
    {
        var opened = true;
        while (opened)
        {
            // Only the end of the connection takes back a DATA: the content has not been ended by its dot.
            if (delivery.IsStopping)
            {
                Finish(new(DeliveryStatus.Deferred, DeliveryReason.Cancelled));
                throw new SmtpConnectionException("Cancelled between DATA and the content.");
            }
            wire.Messages++;
            var ahead = Begin(wire, out var leaving);
            var length = leaving.Length;
            (current, spare) = (spare, current);
            awaited = spare.Ticket;
            holds = false;
            var more = wire.Capabilities.Pipelining && wire.Messages < settings.MessagesPerConnection && TakeFit(wire);
            if (more) SmtpEnvelope.Write(current, wire.Capabilities, reset: false, leaving);
            sent = transport.Clock.GetTimestamp();
            wire.Send(leaving.Written.Span[ahead..], settings.Timeouts.Content, wire.IsTraced ? Shown(leaving, length) : null);
            Settle(ReplyOf(wire));
            opened = more && Opened(transaction.Read(wire));
            if (more) wire.IsProven = true;
        }
    }

    /// <summary>Makes the content fit for DATA and sends all but its last part. Should the connection break, the message is as it was.</summary>
    private int Begin(SmtpWire wire, out MessageBuffer leaving)
    {
        var plain = current.Content.Length;
        leaving = SmtpContent.Finish(current.Content, current.Traits, stuffed);
        try
        {
            return SendAhead(wire, leaving.Written.Span, settings.Timeouts);
        }
        catch
        {
            current.Content.Truncate(plain);
            throw;
        }
    }

    private DeliveryOutcome ReplyOf(SmtpWire wire)
    {
        var reply = wire.Read(settings.Timeouts.Final, needsText: true);
        return reply.IsIntermediate
            ? throw new SmtpProtocolException("The server's reply does not fit the command.")
            : ReplyClassifier.Outcome(TransactionStep.Content, reply);
    }

    private void Chunk(SmtpWire wire)
    {
        wire.Messages++;
        var refusal = transaction.SendChunk(wire, current, () => (awaited, holds) = (current.Ticket, false));
        if (awaited is null) Opened(refusal);
        else Settle(refusal, transaction.Step);
    }

    private void Settle(DeliveryOutcome outcome, TransactionStep step = TransactionStep.Content)
    {
        var ticket = awaited!.Value;
        awaited = null;
        delivery.Report(ticket, outcome);
        if (outcome.Status == DeliveryStatus.Accepted) transport.Backoff.Succeeded();
        else Refused(step, outcome);
    }

    private bool Opened(DeliveryOutcome? refusal)
    {
        if (refusal is null) return true;
        Finish(refusal);
        Refused(transaction.Step, refusal);
        return false;
    }

    private void Refused(TransactionStep step, DeliveryOutcome refusal)
    {
        if (!ReplyClassifier.IsGeneral(step, refusal)) return;
        if (refusal.ReplyCode == 421) throw new SmtpConnectionException("The server closes the connection.") { ReplyCode = 421 };
        Trouble(sent, refusal);
        // Waits on the open connection: what is refused for a while will be refused on a new one too.
        if (transport.Backoff.Pause() is { Ticks: > 0 } pause) delivery.Sleep(pause);
    }

    private void Trouble(long begun, DeliveryOutcome why)
    {
        transport.Backoff.Failed(begun, why, isFinal: why.Reason == DeliveryReason.Authentication);
        delivery.Unreachable ??= transport.Backoff.Rest();
    }

    /// <summary>Settles what was under way when the connection broke: what may have been accepted is unknown, the rest tried again.</summary>
    private void Broke(SmtpWire wire, Exception e)
    {
        var outcome = Lost(e);
        if (awaited is { } ticket)
        {
            awaited = null;
            delivery.Report(ticket, outcome with { Status = DeliveryStatus.Unknown, RetryAfter = null });
        }
        else if (wire.Capabilities.Pipelining && !wire.IsProven && !delivery.IsStopping && outcome.ReplyCode == 0)
        {
            transport.DistrustPipelining();
        }
        if (delivery.IsStopping) return;
        Trouble(wire.Begun, outcome);
        if (holds && ++tries >= MostTries) Finish(outcome);
    }

    private static DeliveryOutcome Lost(Exception e) => new(
        DeliveryStatus.Deferred,
        e is SmtpConnectionException connection ? connection.Reason : DeliveryReason.Protocol,
        (e as SmtpConnectionException)?.ReplyCode ?? 0,
        Receipt: ReplyClassifier.Receipt(e.Message),
        RetryAfter: TimeSpan.FromMinutes(1));

    private static string Shown(MessageBuffer content, int length) =>
        $"({length} octets of content)\n{System.Text.Encoding.UTF8.GetString(content.Written.Span[length..])}";
}
