using System.Security.Cryptography;

namespace Publisher.Mail.Dkim;

/// <summary>rsa-sha256 (RFC 6376 §3.3.1).</summary>
internal sealed class RsaKey : DkimKey
{
    private const int Smallest = 1024; // bits; RFC 8301 §3.2
    private const int Largest = 4096; // bits; verifiers need take no more (RFC 8301 §3.2)

    private readonly RSA rsa;

    public RsaKey(RSA rsa)
    {
        if (rsa.KeySize is < Smallest or > Largest) throw new ArgumentException($"The RSA key has {rsa.KeySize} bits: for DKIM it has {Smallest} to {Largest}.", nameof(rsa));
        this.rsa = rsa;
        SignatureLength = (rsa.KeySize + 7) / 8;
        Span<byte> signature = stackalloc byte[SignatureLength];
        Sign(stackalloc byte[SHA256.HashSizeInBytes], signature); // a public key is found out here, not at the first message
    }

    public override string Algorithm => "rsa-sha256";

    public override int SignatureLength { get; }

    public override byte[] ExportPublicKey() => rsa.ExportSubjectPublicKeyInfo();

    public override void Sign(ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        if (!rsa.TrySignHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out _))
            throw new CryptographicException("The signature is longer than the key.");
    }

    public override void Dispose() => rsa.Dispose();
}
