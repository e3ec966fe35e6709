using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>One reply of a server (RFC 5321 §4.2), its lines joined.</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="Enhanced">The enhanced status code (RFC 2034), if there is one that agrees with the code.</param>
/// <param name="Text">Visible ASCII: what else came is a question mark. Lines are parted by LF. Empty where nobody wants it.</param>
internal readonly record struct SmtpReply(int Code, EnhancedStatus? Enhanced, string Text)
{
    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsIntermediate => Code is >= 300 and < 400;
}
