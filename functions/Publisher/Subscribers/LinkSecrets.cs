using System.Security.Cryptography;
using System.Text;

namespace Publisher.Subscribers;

/// <summary>
/// The secrets of this installation: the current one, with which everything new is made, and older ones, by which what was made before is still
/// known. One that is taken out of the settings knows nothing any more.
/// </summary>
/// <param name="current">Octets, <see cref="LinkTokens.MinSecretOctets"/> or more.</param>
/// <param name="older">The oldest first.</param>
public sealed class LinkSecrets(byte[] current, IReadOnlyList<byte[]> older)
{
    /// <summary>More old secrets than anyone needs; each costs every link that comes in a hash.</summary>
    public const int MaxOlder = 16;

    /// <summary>Octets of a name that is told apart from a handful of others.</summary>
    private const int NameSize = 4;

    private readonly byte[][] all = older.Count <= MaxOlder ? [.. older, current] : throw new ArgumentException($"More than {MaxOlder} old secrets.", nameof(older));

    /// <summary>The place of the current secret behind the older ones, from 1.</summary>
    public byte CurrentNumber => (byte)all.Length;

    /// <summary>What each secret is called where something made with it is stored, in hex, the current one last; it tells nothing about the secret.</summary>
    internal IReadOnlyList<string> Names { get; } = [.. older.Append(current).Select(secret => Convert.ToHexStringLower(Hash(secret, "publisher secret 1", []).AsSpan(0, NameSize)))];

    /// <summary>Writes the first octets of the HMAC-SHA-256 (RFC 2104) by the current secret.</summary>
    internal void Sign(ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(all[^1], content, full);
        full[..mac.Length].CopyTo(mac);
    }

    /// <summary>
    /// Whether one of the secrets made this. All are tried, and each in the same time: how long it takes tells nothing. The number in a token is
    /// not asked, for the places of secrets change when one is taken out.
    /// </summary>
    internal bool Made(ReadOnlySpan<byte> content, ReadOnlySpan<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var made = false;
        foreach (var secret in all)
        {
            HMACSHA256.HashData(secret, content, full);
            made |= CryptographicOperations.FixedTimeEquals(full[..mac.Length], mac);
        }

        return made;
    }

    /// <summary>The whole hash of something by each secret, the current one last.</summary>
    /// <param name="use">What it is for: a hash made for one use is none for another.</param>
    internal IEnumerable<byte[]> HashesOf(string use, byte[] content) => all.Select(secret => Hash(secret, use, content));

    // A record of it, or its own words, would show it.
    public override string ToString() => $"{all.Length} secrets";

    private static byte[] Hash(byte[] secret, string use, byte[] content) => HMACSHA256.HashData(secret, (byte[])[.. Encoding.ASCII.GetBytes(use), 0, .. content]);
}
