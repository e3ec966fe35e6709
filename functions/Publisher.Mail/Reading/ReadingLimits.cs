namespace Publisher.Mail.Reading;

/// <summary>How much of a message that came in is looked at. Whoever wrote it may wish us ill, so whatever goes beyond is not read at all.</summary>
public static class ReadingLimits
{
    /// <summary>Octets of a message. A report quotes at most the message that it is about.</summary>
    public const int Message = 1024 * 1024;

    /// <summary>Messages and multiparts within each other; a report has three.</summary>
    public const int Depth = 8;

    /// <summary>Parts in all.</summary>
    public const int Parts = 64;

    /// <summary>Fields of one header.</summary>
    public const int Fields = 256;

    /// <summary>Octets of one field, unfolded; RFC 5322 §2.1.1 has 998 for a line.</summary>
    public const int Field = 16 * 1024;

    /// <summary>Characters of a boundary (RFC 2046 §5.1.1).</summary>
    public const int Boundary = 70;

    /// <summary>Octets of a part that has to be decoded.</summary>
    public const int Decoded = 128 * 1024;
}
