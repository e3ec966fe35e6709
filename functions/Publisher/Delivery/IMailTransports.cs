using Publisher.Mail.Transport;

namespace Publisher.Delivery;

/// <summary>Gives batches their way out: the relay, or the outbox on disk.</summary>
public interface IMailTransports
{
    /// <summary>Opens the transport for an edition; dispose of it when the batch is sent.</summary>
    IMailTransport Open(string edition);
}
