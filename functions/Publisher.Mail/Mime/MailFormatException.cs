namespace Publisher.Mail.Mime;

/// <summary>
/// What was given cannot stand in a message or an envelope: an address that is none, a header name with a blank, a line past the
/// hard limit. The same input fails again; the caller leaves this one out or corrects it.
/// </summary>
public sealed class MailFormatException : FormatException
{
    /// <summary>Creates the exception without a reason.</summary>
    public MailFormatException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, in a sentence without the offending bytes.</param>
    public MailFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">What found it.</param>
    public MailFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
