using System.Security.Cryptography;

namespace Publisher.Mail.Dkim;

/// <summary>What the DNS says of a key.</summary>
public enum DkimRecordState
{
    /// <summary>It holds this very key.</summary>
    Same,

    /// <summary>It holds another key, or one of another kind: what is signed is taken for forged.</summary>
    Other,

    /// <summary>It says that the key is withdrawn (an empty p=).</summary>
    Revoked,

    /// <summary>It is no record of a DKIM key.</summary>
    None,
}

/// <summary>The record that goes with a private key: a TXT at <c>SELECTOR._domainkey.DOMAIN</c> (RFC 6376 §3.6).</summary>
public static class DkimRecord
{
    /// <summary>The record to publish.</summary>
    /// <param name="privateKeyPem">As <see cref="DkimSigner"/> takes it.</param>
    /// <exception cref="ArgumentException">There is no fitting key in the PEM.</exception>
    /// <exception cref="CryptographicException">The key is damaged.</exception>
    /// <exception cref="PlatformNotSupportedException">The key is of a kind that this platform does not sign with.</exception>
    public static string Of(string privateKeyPem)
    {
        using var key = DkimKey.FromPem(privateKeyPem);
        return $"v=DKIM1; k={KindOf(key)}; p={Convert.ToBase64String(key.ExportPublicKey())}";
    }

    /// <summary>Compares a record with the key that signs.</summary>
    /// <param name="record">The record's strings put together.</param>
    /// <param name="privateKeyPem">As <see cref="DkimSigner"/> takes it.</param>
    public static DkimRecordState Compare(string record, string privateKeyPem)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in record.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = tag.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !tags.TryAdd(tag[..equals].Trim(), tag[(equals + 1)..].Trim())) return DkimRecordState.None;
        }

        if (tags.GetValueOrDefault("v", "DKIM1") != "DKIM1" || !tags.TryGetValue("p", out var published)) return DkimRecordState.None;
        published = string.Concat(published.Where(c => !char.IsWhiteSpace(c))); // folding is no part of it (§3.2)
        if (published.Length == 0) return DkimRecordState.Revoked;
        using var key = DkimKey.FromPem(privateKeyPem);
        return tags.GetValueOrDefault("k", "rsa") == KindOf(key) && published == Convert.ToBase64String(key.ExportPublicKey()) ? DkimRecordState.Same : DkimRecordState.Other;
    }

    private static string KindOf(DkimKey key) => key.Algorithm[..key.Algorithm.IndexOf('-', StringComparison.Ordinal)];
}
