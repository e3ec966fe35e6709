using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// What a courier has in hand: a message that is still to be sent, and one whose content is out and whose reply is awaited, by its ticket.
/// Every message taken is reported here, and but once.
/// </summary>
internal sealed class CourierHands(SmtpDelivery delivery) : IDisposable
{
    private OutgoingMessage spare = new();
    private int? awaited;

    /// <summary>The message that is to be sent, where one is held.</summary>
    public OutgoingMessage Current { get; private set; } = new();

    public bool Holds { get; private set; }

    /// <summary>Whether the reply to a content is awaited.</summary>
    public bool Awaits => awaited is not null;

    /// <summary>Connections that broke under the message held.</summary>
    public int Tries { get; set; }

    public bool Take()
    {
        Tries = 0;
        return Holds = delivery.TryTake(Current);
    }

    /// <summary>Reports the message held.</summary>
    public void Finish(DeliveryOutcome outcome)
    {
        Holds = false;
        delivery.Report(Current.Ticket, outcome);
    }

    /// <summary>Notes that the end of the content is about to leave: from now on the message may be accepted, and another can be taken.</summary>
    public void LetGo()
    {
        awaited = Current.Ticket;
        Holds = false;
        (Current, spare) = (spare, Current);
    }

    /// <summary>Reports the message whose reply was awaited.</summary>
    public void Settle(DeliveryOutcome outcome)
    {
        var ticket = awaited!.Value;
        awaited = null;
        delivery.Report(ticket, outcome);
    }

    /// <summary>Reports that the awaited reply will not come.</summary>
    public void Lose(DeliveryOutcome why)
    {
        if (Awaits) Settle(why with { Status = DeliveryStatus.Unknown, RetryAfter = null });
    }

    public void Dispose()
    {
        Current.Dispose();
        spare.Dispose();
    }
}
