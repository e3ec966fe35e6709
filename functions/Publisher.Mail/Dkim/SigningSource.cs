using Publisher.Mail.Transport;

namespace Publisher.Mail.Dkim;

/// <summary>
/// Signs what another source gives, for whatever transport takes it: on the taking thread and outside any lock of that source, so that
/// as many messages are signed at once as there are connections.
/// </summary>
/// <param name="source">Gives the messages.</param>
/// <param name="signer">Signs them; it stays the caller's.</param>
public sealed class SigningSource(IMessageSource source, DkimSigner signer) : IMessageSource
{
    /// <inheritdoc/>
    public bool TryTake(OutgoingMessage message)
    {
        if (!source.TryTake(message)) return false;
        try
        {
            signer.Sign(message.Content);
        }
        catch
        {
            // It was taken, so it has to be reported; that it cannot be signed is no fault of its recipient.
            source.Report(message.Ticket, new(DeliveryStatus.Deferred, DeliveryReason.Content));
            throw;
        }
        return true;
    }

    /// <inheritdoc/>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => source.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Report(int ticket, DeliveryOutcome outcome) => source.Report(ticket, outcome);
}
