using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Carries messages over one connection after another. At any moment at most three kinds are in its hands: one whose content is out and
/// whose reply is awaited (by its ticket), one whose envelope is out or accepted, and the buffers to take the next into.
/// </summary>
internal sealed class SmtpCourier(SmtpTransport transport, SmtpDelivery delivery) : IDisposable
{
    private const int MostTries = 2; // connections that may break under a message, whose content is not out, before it is deferred

    private readonly MessageBuffer commands = new();
    private readonly SmtpTimeouts timeouts = transport.Settings.Timeouts;
    private OutgoingMessage current = new();
    private OutgoingMessage spare = new();
    private bool holds;
    private int tries;
    private int? awaited;

    public async Task RunAsync()
    {
        while (await FindAsync())
        {
            delivery.Recruit();
            if (await OpenAsync() is { } wire) await UseAsync(wire);
        }
    }

    public void Dispose()
    {
        current.Dispose();
        spare.Dispose();
        commands.Dispose();
    }

    private async ValueTask<bool> FindAsync()
    {
        while (!holds)
        {
            if (Take()) break;
            if (!await delivery.WaitAsync()) return false;
        }
        return true;
    }

    private bool Take()
    {
        tries = 0;
        return holds = delivery.TryTake(current);
    }

    private void Finish(DeliveryOutcome outcome)
    {
        holds = false;
        delivery.Report(current.Ticket, outcome);
    }

    private async ValueTask<SmtpWire?> OpenAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            if (delivery.IsStopping || delivery.Unreachable is not null) break;
            try
            {
                var wire = await transport.RentAsync(delivery.Cancelled);
                wire.Patience = () => delivery.Patience;
                return wire;
            }
            catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
            {
                if (attempt == transport.Settings.ConnectAttempts) delivery.Unreachable = Lost(e);
                else await PauseAsync(attempt);
            }
            catch (OperationCanceledException)
            {
            }
        }
        Finish(delivery.Unreachable ?? new(DeliveryStatus.Deferred, DeliveryReason.Cancelled));
        return null;
    }

    private async ValueTask PauseAsync(int attempt)
    {
        try
        {
            await Task.Delay(transport.Settings.ConnectPause * (1 << (attempt - 1)), transport.Clock, delivery.Cancelled);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async ValueTask UseAsync(SmtpWire wire)
    {
        try
        {
            while (holds && wire.Messages < transport.Settings.MessagesPerConnection)
            {
                if (delivery.IsStopping) Finish(new(DeliveryStatus.Deferred, DeliveryReason.Cancelled));
                else if (await EnvelopeAsync(wire)) await ContentsAsync(wire);
                if (!holds) Take();
            }
            await transport.ReturnAsync(wire);
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
            Broke(e);
            await transport.DiscardAsync(wire);
        }
    }

    /// <summary>Sends the envelope of the current message; true when its content is wanted.</summary>
    private async ValueTask<bool> EnvelopeAsync(SmtpWire wire)
    {
        var dialogue = new SmtpEnvelope(wire, timeouts, commands);
        return Opened(await dialogue.SendAsync(current));
    }

    /// <summary>Sends the contents of messages whose envelopes are accepted, each with the envelope of the next.</summary>
    private async ValueTask ContentsAsync(SmtpWire wire)
    {
        var dialogue = new SmtpEnvelope(wire, timeouts, commands);
        var opened = true;
        while (opened)
        {
            if (delivery.IsStopping)
            {
                // Only the end of the connection takes back a DATA: the content has not been ended by its dot.
                Finish(new(DeliveryStatus.Deferred, DeliveryReason.Cancelled));
                throw new SmtpConnectionException("Cancelled between DATA and the content.");
            }
            wire.Messages++;
            SmtpContent.Finish(current.Content);
            (current, spare) = (spare, current);
            awaited = spare.Ticket;
            var more = wire.Capabilities.Pipelining && wire.Messages < transport.Settings.MessagesPerConnection;
            holds = false;
            more = more && Take();
            if (more) SmtpEnvelope.Write(current, reset: false, spare.Content);
            await wire.SendAsync(spare.Content.Written, timeouts.Content);
            var reply = await wire.ReadReplyAsync(timeouts.Final);
            delivery.Report(awaited.Value, ReplyClassifier.Outcome(TransactionStep.Content, reply));
            awaited = null;
            if (reply.Code == 421) throw new SmtpConnectionException("The server closes the connection.");
            opened = more && Opened(await dialogue.ReadAsync());
        }
    }

    private bool Opened(DeliveryOutcome? refusal)
    {
        if (refusal is null) return true;
        Finish(refusal);
        if (refusal.ReplyCode == 421) throw new SmtpConnectionException("The server closes the connection.");
        return false;
    }

    /// <summary>Settles what was under way when the connection broke: what may have been accepted is unknown, the rest tried again.</summary>
    private void Broke(Exception e)
    {
        var outcome = Lost(e);
        if (awaited is { } ticket)
        {
            awaited = null;
            delivery.Report(ticket, outcome with { Status = DeliveryStatus.Unknown });
        }
        if (holds && ++tries >= MostTries) Finish(outcome);
    }

    private static DeliveryOutcome Lost(Exception e) => new(
        DeliveryStatus.Deferred, e is SmtpProtocolException ? DeliveryReason.Protocol : DeliveryReason.Connection, Receipt: ReplyClassifier.Receipt(e.Message));
}
