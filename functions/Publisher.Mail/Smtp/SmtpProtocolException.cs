namespace Publisher.Mail.Smtp;

/// <summary>The server did not speak SMTP: the connection is of no further use.</summary>
public sealed class SmtpProtocolException : Exception
{
    /// <summary>Creates the exception without a reason.</summary>
    public SmtpProtocolException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened.</param>
    public SmtpProtocolException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">What found it.</param>
    public SmtpProtocolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
