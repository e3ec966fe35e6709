namespace Publisher.Mail.Mime;

/// <summary>Limits of the message format, in octets without the CRLF unless said otherwise.</summary>
public static class MimeLimits
{
    /// <summary>Longest line that should be written: 78 octets (RFC 5322 §2.1.1).</summary>
    public const int PreferredLine = 78;

    /// <summary>Longest line that may be written: 998 octets (RFC 5322 §2.1.1).</summary>
    public const int HardLine = 998;

    /// <summary>Longest header line that holds an encoded word: 76 octets (RFC 2047 §2).</summary>
    public const int EncodedWordLine = 76;

    /// <summary>Longest encoded word with its delimiters: 75 octets (RFC 2047 §2).</summary>
    public const int EncodedWord = 75;

    /// <summary>Longest quoted-printable line with its soft break: 76 octets (RFC 2045 §6.7 (5)).</summary>
    public const int QuotedPrintableLine = 76;

    /// <summary>Longest local part of an address: 64 octets (RFC 5321 §4.5.3.1.1).</summary>
    public const int LocalPart = 64;

    /// <summary>Longest address: 254 octets, the path of 256 (RFC 5321 §4.5.3.1.3) without its angle brackets.</summary>
    public const int Address = 254;

    /// <summary>Longest label of a domain: 63 octets (RFC 1035 §2.3.4).</summary>
    public const int DomainLabel = 63;

    /// <summary>Longest name of an attached file: 255 UTF-16 units, what file systems take.</summary>
    public const int FileName = 255;
}
