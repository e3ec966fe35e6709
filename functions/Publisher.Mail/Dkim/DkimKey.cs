using System.Security.Cryptography;

namespace Publisher.Mail.Dkim;

/// <summary>A private key, for one thread at a time.</summary>
internal abstract class DkimKey : IDisposable
{
    /// <summary>As in the tag a= (RFC 6376 §3.3, RFC 8463 §3).</summary>
    public abstract string Algorithm { get; }

    /// <summary>Octets of a signature.</summary>
    public abstract int SignatureLength { get; }

    /// <summary>Signs the SHA-256 hash of the header.</summary>
    /// <param name="hash">32 octets.</param>
    /// <param name="signature"><see cref="SignatureLength"/> octets.</param>
    public abstract void Sign(ReadOnlySpan<byte> hash, Span<byte> signature);

    public abstract void Dispose();

    /// <summary>Reads a key.</summary>
    /// <param name="pem">PEM: PKCS#8 or, for RSA, PKCS#1.</param>
    /// <exception cref="ArgumentException">There is no such key in it, or it is too weak or too large.</exception>
    /// <exception cref="PlatformNotSupportedException">This platform does not sign with keys of this kind.</exception>
    public static DkimKey FromPem(string pem)
    {
        if (Ed25519Key.TryRead(pem) is { } ed25519) return ed25519;
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new RsaKey(rsa);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            rsa.Dispose();
            throw new ArgumentException("There is no private key in the PEM that DKIM can use: RSA of 1024 to 4096 bits, or Ed25519.", nameof(pem), e);
        }
    }
}
