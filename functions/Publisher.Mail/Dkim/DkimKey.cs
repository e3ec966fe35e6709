using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Publisher.Mail.Dkim;

/// <summary>A private key, for one thread at a time.</summary>
internal abstract class DkimKey : IDisposable
{
    private const string Rsa = "1.2.840.113549.1.1.1"; // RFC 8017 §A.1
    private const string Ed25519 = "1.3.101.112"; // RFC 8410 §3
    private const string Curve = "1.2.840.10045.2.1"; // RFC 5480 §2.1.1

    /// <summary>As in the tag a= (RFC 6376 §3.3, RFC 8463 §3).</summary>
    public abstract string Algorithm { get; }

    /// <summary>Octets of a signature.</summary>
    public abstract int SignatureLength { get; }

    /// <summary>As the tag p= of the key's record holds it, before base64 (RFC 6376 §3.6.1, RFC 8463 §4).</summary>
    public abstract byte[] ExportPublicKey();

    /// <summary>Signs the SHA-256 hash of the header.</summary>
    /// <param name="hash">32 octets.</param>
    /// <param name="signature"><see cref="SignatureLength"/> octets.</param>
    public abstract void Sign(ReadOnlySpan<byte> hash, Span<byte> signature);

    public abstract void Dispose();

    /// <summary>Reads a key.</summary>
    /// <param name="pem">PEM with one private key, PKCS#8 or, for RSA, PKCS#1; certificates and the like beside it are passed over.</param>
    /// <exception cref="ArgumentException">There is no such key in it, or it is too weak or too large; the message says which, and quotes nothing.</exception>
    /// <exception cref="PlatformNotSupportedException">This platform does not sign with keys of this kind.</exception>
    public static DkimKey FromPem(string pem)
    {
        var (label, der) = PrivateKeyPem.Find(pem);
        try
        {
            return label == PrivateKeyPem.Pkcs1 ? FromPkcs1(der) : FromPkcs8(der);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            throw new ArgumentException("The private key is damaged.", nameof(pem), e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static RsaKey FromPkcs1(byte[] der) => OfRsa(rsa => rsa.ImportRSAPrivateKey(der, out _));

    /// <summary>Reads PKCS#8, the version with a public key included (RFC 5958 §2).</summary>
    private static DkimKey FromPkcs8(byte[] der)
    {
        var key = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
        key.ReadInteger();
        var kind = key.ReadSequence().ReadObjectIdentifier();
        var octets = key.ReadOctetString();
        return kind switch
        {
            Ed25519 => new Ed25519Key(new AsnReader(octets, AsnEncodingRules.BER).ReadOctetString()), // RFC 8410 §7
            Rsa => OfRsa(rsa => rsa.ImportRSAPrivateKey(octets, out _)), // RFC 8017 §A.1.2
            Curve => throw new ArgumentException(PrivateKeyPem.IsCurve, nameof(der)),
            _ => throw new ArgumentException($"The private key is of the kind {kind}: DKIM signs with RSA or Ed25519.", nameof(der)),
        };
    }

    private static RsaKey OfRsa(Action<RSA> import)
    {
        var rsa = RSA.Create();
        try
        {
            import(rsa);
            return new RsaKey(rsa);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }
}
