namespace Publisher.Mail.Smtp;

/// <summary>The relay cannot be reached, hung up, or did not answer in time: to be tried again later.</summary>
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
}
