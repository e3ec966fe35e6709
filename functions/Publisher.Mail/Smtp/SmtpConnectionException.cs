using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>The relay cannot be reached, hung up, refused us as a client, or did not answer in time: to be tried again later.</summary>
public sealed class SmtpConnectionException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public SmtpConnectionException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public SmtpConnectionException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What found it.</param>
    public SmtpConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Connection; or Authentication, where other settings are needed and trying again is of no use.</summary>
    public DeliveryReason Reason { get; init; } = DeliveryReason.Connection;

    /// <summary>The relay's reply code, 400 to 599; 0 where it gave none.</summary>
    public int ReplyCode { get; init; }
}
