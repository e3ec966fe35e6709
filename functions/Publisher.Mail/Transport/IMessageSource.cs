namespace Publisher.Mail.Transport;

/// <summary>
/// Messages to be delivered, pulled by the connections of a transport, as fast as the relay takes them. <b>All members are called by
/// several threads at once.</b> An exception thrown here ends the delivery and is handed to its caller, when what was taken is reported.
/// </summary>
public interface IMessageSource
{
    /// <summary>
    /// Gives the next message, if there is one now: sets its ticket and envelope and writes its content. A connection takes up to two
    /// messages ahead of the one under way.
    /// </summary>
    /// <param name="message">Empty, and reused for another message later.</param>
    /// <returns>Whether a message was given. Where not, <see cref="WaitAsync"/> tells whether more may come.</returns>
    bool TryTake(OutgoingMessage message);

    /// <summary>
    /// Waits until there may be a message to take. The default is for a source that has all its messages at hand: it says no.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the delivery is.</param>
    /// <returns>True when to try again, false when the source is dry for good.</returns>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => new(false);

    /// <summary>Takes the outcome of a message; called exactly once for every message taken.</summary>
    /// <param name="ticket">What the source put on the message.</param>
    /// <param name="outcome">What became of it.</param>
    void Report(int ticket, DeliveryOutcome outcome);
}
