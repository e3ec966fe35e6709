using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace Publisher.Staff;

/// <summary>Somebody of the staff, and the key they prove it by.</summary>
/// <param name="Name">As colleagues call them; two differ by more than letter case.</param>
/// <param name="KeyHash">SHA-256 of the key, in hex.</param>
/// <param name="Since">When the key was made; null for one of the settings.</param>
/// <param name="RevokedAt">From when on it opens nothing; null while it does.</param>
public sealed record StaffMember(string Name, StaffRole Role, string KeyHash, Instant? Since, Instant? RevokedAt)
{
    // A record would print the hash, by which a line of the log could be matched with a key.
    public override string ToString() => $"{Name} ({Role.Key()})";
}

/// <summary>Personal keys: 256 random bits, so that their plain hash cannot be searched.</summary>
public static class StaffKeys
{
    /// <summary>So that a key is known for one wherever it is pasted.</summary>
    public const string Prefix = "pub_";

    /// <summary>Characters of what may be a key: more is none, and is not hashed.</summary>
    public const int MaxLength = 200;

    /// <summary>Octets of chance.</summary>
    private const int Size = 32;

    public static string Make() => Prefix + System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    /// <summary>In hex, lower case.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>In a time that says nothing about where they differ.</summary>
    internal static bool Same(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));
}
