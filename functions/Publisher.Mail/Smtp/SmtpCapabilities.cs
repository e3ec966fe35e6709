using System.Globalization;

namespace Publisher.Mail.Smtp;

/// <summary>What a server offers in its reply to EHLO (RFC 5321 §4.1.1.1).</summary>
internal sealed record SmtpCapabilities
{
    public static readonly SmtpCapabilities None = new();

    public bool Pipelining { get; init; }

    public bool EightBit { get; init; }

    public bool Utf8 { get; init; }

    public bool StartTls { get; init; }

    public bool Chunking { get; init; }

    /// <summary>Whether SIZE is known (RFC 1870).</summary>
    public bool Size { get; init; }

    /// <summary>Largest message in octets; 0 where the server names no limit.</summary>
    public long MaxSize { get; init; }

    /// <summary>Mechanisms of AUTH (RFC 4954), upper case; some may be named twice.</summary>
    public IReadOnlyList<string> Auth { get; init; } = [];

    /// <summary>Reads the lines of the reply but the first, which is the server's name.</summary>
    public static SmtpCapabilities Parse(string text)
    {
        var offered = None;
        foreach (var line in text.Split('\n').Skip(1))
        {
            var words = line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            offered = words[0] switch
            {
                "PIPELINING" => offered with { Pipelining = true },
                "8BITMIME" => offered with { EightBit = true },
                "SMTPUTF8" => offered with { Utf8 = true },
                "STARTTLS" => offered with { StartTls = true },
                "CHUNKING" => offered with { Chunking = true },
                "AUTH" => offered with { Auth = [.. offered.Auth, .. words[1..]] },
                // As servers wrote it before RFC 2554, and some still do for the clients of that time.
                ['A', 'U', 'T', 'H', '=', .. var first] => offered with { Auth = [.. offered.Auth, .. first.Length > 0 ? [first] : Array.Empty<string>(), .. words[1..]] },
                "SIZE" => offered with { Size = true, MaxSize = words.Length > 1 && long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0 },
                _ => offered,
            };
        }
        return offered;
    }
}
