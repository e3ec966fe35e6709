using System.Security.Cryptography;

namespace Publisher.Mail.Dkim;

/// <summary>Finds the private key among what else a PEM file may hold (RFC 7468). Pure.</summary>
internal static class PrivateKeyPem
{
    internal const string Pkcs1 = "RSA PRIVATE KEY";
    internal const string Pkcs8 = "PRIVATE KEY";
    private const string IsEncrypted = "The private key is encrypted: it has to lie there without a passphrase.";
    internal const string IsCurve = "The private key is one of an elliptic curve that DKIM does not sign with: take RSA or Ed25519.";

    /// <summary>Finds the one key.</summary>
    /// <exception cref="ArgumentException">There is none, more than one, or one that cannot be used as it is.</exception>
    internal static (string Label, byte[] Der) Find(string pem)
    {
        // A key encrypted the old way has fields before its octets (RFC 1421), which is why no block is found.
        if (pem.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal)) throw new ArgumentException(IsEncrypted, nameof(pem));
        HashSet<string> others = new(StringComparer.Ordinal);
        (string Label, byte[] Der)? found = null;
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var block); rest = rest[block.Location.End..])
        {
            var label = rest[block.Label].ToString();
            if (label is not (Pkcs1 or Pkcs8)) others.Add(label);
            else if (found is not null) throw new ArgumentException("The PEM holds more than one private key.", nameof(pem));
            else found = (label, Convert.FromBase64String(rest[block.Base64Data].ToString()));
        }
        return found ?? throw None(others, pem);
    }

    private static ArgumentException None(HashSet<string> labels, string pem)
    {
        if (labels.Contains("ENCRYPTED PRIVATE KEY")) return new(IsEncrypted, nameof(pem));
        if (labels.Contains("EC PRIVATE KEY")) return new(IsCurve, nameof(pem));
        if (labels.Contains("OPENSSH PRIVATE KEY")) return new("The private key is in the form of OpenSSH: turn it into PKCS#8.", nameof(pem));
        if (labels.Contains("PUBLIC KEY") || labels.Contains("RSA PUBLIC KEY")) return new("The PEM holds a public key: it is the private key that signs.", nameof(pem));
        if (labels.Contains("CERTIFICATE")) return new("The PEM holds a certificate and no private key.", nameof(pem));
        return pem.Contains("-----BEGIN", StringComparison.Ordinal)
            ? new("The PEM holds no private key, or a damaged one.", nameof(pem))
            : new("The key is no PEM: it begins with -----BEGIN.", nameof(pem));
    }
}
