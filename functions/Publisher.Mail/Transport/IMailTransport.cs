namespace Publisher.Mail.Transport;

/// <summary>Carries messages to where they are delivered.</summary>
public interface IMailTransport : IAsyncDisposable
{
    /// <summary>
    /// Takes messages from the source until it is dry, and reports an outcome for every one taken. That the relay refuses, cannot be
    /// reached or breaks off is an outcome, no exception.
    /// </summary>
    /// <param name="source">Where messages come from and outcomes go to; called by several threads at once.</param>
    /// <param name="cancellationToken">
    /// Stops taking. What was taken is still reported: deferred if it cannot have been sent, else what the relay says within the grace
    /// period of the transport, else unknown.
    /// </param>
    /// <returns>A task that ends when every message taken is reported.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; every message taken has been reported before.</exception>
    Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken);
}
