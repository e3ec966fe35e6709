using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Carries messages over one connection after another, on a thread of its own. At any moment at most three are in its hands: one whose
/// content is out and whose reply is awaited (by its ticket), one whose envelope is out or accepted, and one taken meanwhile. It holds a
/// connection only while it has messages for it: not while it waits for the source, nor longer than its turn while others wait for one.
/// </summary>
internal sealed class SmtpCourier(SmtpTransport transport, SmtpDelivery delivery) : IDisposable
{
    private const int MostTries = 2; // connections that may break under a message, whose content is not out, before it is deferred
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1); // a choice: long against the round trip that a change of hands costs
    private static readonly TimeSpan Nap = TimeSpan.FromSeconds(1); // a choice: how late it may notice that the relay is left alone now

    private readonly SmtpSettings settings = transport.Settings;
    private readonly SmtpTransaction transaction = new(transport.Settings.Timeouts);
    private readonly MessageBuffer stuffed = new();
    private readonly CourierHands hands = new(delivery);
    private Action? letGo; // made once, not for each message
    private LostGroup? lost; // the last message's, so that the next goes step by step
    private bool withContent; // whether the group that is out went with a content
    private long rented; // when the connection came into its hands; a timestamp of the clock
    private long sent; // when the last envelope left; a timestamp of the clock
    private bool hasStood; // whether the connection was left standing since the last message: the server may have closed it

    private bool IsTurnOver => transport.Wires.Places.IsWanted && transport.Clock.GetElapsedTime(rented) >= Turn;

    public void Run()
    {
        while (Find())
        {
            if (Excuse() is { } excuse) hands.Finish(excuse);
            else if (transport.Pace.Wait() is { Ticks: > 0 } wait) Doze(wait);
            else if (transport.Wires.Places.TryEnter(delivery.Cancelled)) Carry();
        }
    }

    /// <summary>Reports what is still in its hands when something happened that nobody foresaw.</summary>
    public void Abandon(Exception e)
    {
        var outcome = ReplyClassifier.Lost(e);
        hands.Lose(outcome);
        if (hands.Holds) hands.Finish(outcome);
    }

    public void Dispose()
    {
        hands.Dispose();
        stuffed.Dispose();
        transaction.Dispose();
    }

    private bool Find()
    {
        while (!hands.Holds && !hands.Take())
        {
            if (!delivery.Wait()) return false;
        }
        return true;
    }

    /// <summary>Why the message in hand is not to be sent at all now; mostly null.</summary>
    private DeliveryOutcome? Excuse() =>
        delivery.IsStopping ? new(DeliveryStatus.Deferred, DeliveryReason.Cancelled) : transport.Backoff.Rest();

    /// <summary>Lets time pass until there is a place in the pace, but not all of it at once.</summary>
    private void Doze(TimeSpan wait)
    {
        hasStood = true;
        delivery.Sleep(wait < Nap ? wait : Nap);
    }

    private void Carry()
    {
        try
        {
            delivery.Recruit();
            if (Open() is { } wire) Use(wire);
        }
        finally
        {
            transport.Wires.Places.Leave();
        }
    }

    private SmtpWire? Open()
    {
        while (Excuse() is null)
        {
            if (transport.Backoff.Pause() is { Ticks: > 0 } pause)
            {
                delivery.Sleep(pause);
                continue;
            }
            var begun = transport.Clock.GetTimestamp();
            try
            {
                var wire = transport.Wires.Rent(delivery.Cancelled);
                wire.Patience = () => delivery.Patience;
                return wire;
            }
            catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
            {
                if (Trouble(begun, ReplyClassifier.Lost(e)) is { } rest)
                {
                    hands.Finish(rest);
                    return null;
                }
                // Others may fare well meanwhile and end the row of troubles: the relay is not asked again at once all the same.
                delivery.Sleep(settings.ConnectPause);
            }
            catch (OperationCanceledException) when (delivery.IsStopping)
            {
            }
        }
        return null;
    }

    private void Use(SmtpWire wire)
    {
        rented = transport.Clock.GetTimestamp();
        hasStood = false;
        try
        {
            while (hands.Holds && wire.Messages < settings.MessagesPerConnection && !IsTurnOver)
            {
                if (Excuse() is { } excuse) hands.Finish(excuse);
                else if (SmtpEnvelope.Unfit(hands.Current, wire.Capabilities) is { } unfit) hands.Finish(unfit);
                else if (IsGone(wire)) break;
                else if (transport.Pace.TryEnter(out var wait)) Talk(wire);
                else if (transport.Wires.Places.IsWanted) break;
                else Doze(wait);
                if (!hands.Holds) hands.Take();
            }
            if (!IsGone(wire))
            {
                transport.Wires.Return(wire);
                return;
            }
            if (wire.IsRefusing) transport.Backoff.HungUp(wire.Begun, ReplyClassifier.Lost(HangUp()));
            transport.Wires.Discard(wire);
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
            Broke(wire, e);
            transport.Wires.Discard(wire);
        }
        catch
        {
            transport.Wires.Discard(wire);
            throw;
        }
    }

    /// <summary>Whether the server has closed a connection that it had reason to close: that harms nobody, another is opened.</summary>
    private bool IsGone(SmtpWire wire) => (hasStood || wire.NeedsReset) && wire.IsStale;

    private void Talk(SmtpWire wire)
    {
        hasStood = false;
        sent = transport.Clock.GetTimestamp();
        wire.Pipelines = wire.Capabilities.Pipelining && lost is null && transport.Pipelining.Holds;
        if (withContent = wire.Capabilities.Chunking && settings.Chunking)
        {
            Chunk(wire);
            return;
        }
        var refusal = transaction.Open(wire, hands.Current);
        Answered(wire);
        if (Opened(wire, refusal)) Contents(wire);
    }

    /// <summary>Notes that what went out as a group, or step by step because a group had been lost, was answered whole.</summary>
    private void Answered(SmtpWire wire)
    {
        if (lost is { } group) transport.Pipelining.Lost(group);
        lost = null;
        if (!wire.Pipelines) return;
        if (withContent) wire.IsProven = true;
        else wire.IsGroupProven = true;
        transport.Pipelining.WentWell(withContent);
    }

    /// <summary>Sends the contents of messages whose envelopes are accepted, each with the envelope of the next.</summary>
    private void Contents(SmtpWire wire)
    {
        var opened = true;
        while (opened)
        {
            // Only the end of the connection takes back a DATA: the content has not been ended by its dot.
            if (delivery.IsStopping) throw new SmtpConnectionException("Cancelled between DATA and the content.");
            wire.Messages++;
            var ahead = SmtpContent.SendAhead(hands.Current, stuffed, wire, settings.Timeouts.Content, out var leaving);
            var length = leaving.Length;
            hands.LetGo();
            var more = wire.Pipelines && wire.Messages < settings.MessagesPerConnection && !IsTurnOver && TakeFit(wire);
            withContent = true;
            if (more) SmtpEnvelope.Write(hands.Current, wire.Capabilities, reset: false, leaving);
            sent = transport.Clock.GetTimestamp();
            wire.Send(leaving.Written.Span[ahead..], settings.Timeouts.Content, wire.IsTraced ? Shown(leaving, length) : null);
            Settle(wire, transaction.Final(wire));
            if (!more) return;
            var refusal = transaction.Read(wire);
            Answered(wire);
            opened = Opened(wire, refusal);
        }
    }

    /// <summary>Takes the next message that this server can be given, if there is one at once.</summary>
    /// <returns>Whether it may leave now; where not, it is kept in hand until it may.</returns>
    private bool TakeFit(SmtpWire wire)
    {
        while (hands.Take())
        {
            if (SmtpEnvelope.Unfit(hands.Current, wire.Capabilities) is not { } refusal) return transport.Pace.TryEnter(out _);
            hands.Finish(refusal);
        }
        return false;
    }

    private void Chunk(SmtpWire wire)
    {
        wire.Messages++;
        var outcome = transaction.SendChunk(wire, hands.Current, letGo ??= hands.LetGo);
        Answered(wire);
        if (hands.Awaits) Settle(wire, outcome, transaction.Step);
        else Opened(wire, outcome);
    }

    private void Settle(SmtpWire wire, DeliveryOutcome outcome, TransactionStep step = TransactionStep.Content)
    {
        hands.Settle(outcome);
        if (outcome.Status == DeliveryStatus.Accepted) transport.Backoff.Succeeded();
        else Refused(wire, step, outcome);
    }

    private bool Opened(SmtpWire wire, DeliveryOutcome? refusal)
    {
        if (refusal is null) return true;
        hands.Finish(refusal);
        Refused(wire, transaction.Step, refusal);
        return false;
    }

    private void Refused(SmtpWire wire, TransactionStep step, DeliveryOutcome refusal)
    {
        if (refusal.ReplyCode == 421) throw new SmtpConnectionException("The server closes the connection.") { ReplyCode = 421 };
        var isGeneral = ReplyClassifier.IsGeneral(step, refusal);
        if (isGeneral) Trouble(sent, refusal);
        if (wire.IsOver) throw HangUp();
        // Waits on the open connection: what is refused for a while will be refused on a new one too.
        if (!isGeneral || transport.Backoff.Pause() is not { Ticks: > 0 } pause) return;
        hasStood = true;
        delivery.Sleep(pause);
    }

    private DeliveryOutcome? Trouble(long begun, DeliveryOutcome why) =>
        transport.Backoff.Failed(begun, why, isFinal: why.Reason == DeliveryReason.Authentication);

    /// <summary>Settles what was under way when the connection broke: what may have been accepted is unknown, the rest tried again.</summary>
    private void Broke(SmtpWire wire, Exception e)
    {
        var outcome = ReplyClassifier.Lost(e) with { IsInterrupted = true };
        var isNew = wire.AwaitsGroup && !(withContent ? wire.IsProven : wire.IsGroupProven);
        lost = isNew && !wire.IsRefusing && outcome.ReplyCode == 0 ? new(sent, withContent) : null;
        hands.Lose(outcome);
        if (delivery.IsStopping) return;
        if (wire.IsRefusing)
        {
            // It hung up for a message that is settled: the one in hand is none the worse.
            transport.Backoff.HungUp(wire.Begun, outcome);
            return;
        }
        Trouble(wire.Begun, outcome);
        if (hands.Holds && ++hands.Tries >= MostTries) hands.Finish(outcome);
    }

    private static SmtpConnectionException HangUp() => new("The server hung up.");

    private static string Shown(MessageBuffer content, int length) =>
        $"({length} octets of content)\n{System.Text.Encoding.UTF8.GetString(content.Written.Span[length..])}";
}
