using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Publisher.Mail.Dkim;

/// <summary>
/// ed25519-sha256 (RFC 8463). .NET has no such signature of its own; where its cryptography is OpenSSL 3, that library is asked directly.
/// </summary>
internal sealed class Ed25519Key : DkimKey
{
    private const string Library = "libcrypto.so.3";
    private const int Kind = 1087; // NID_ED25519 of OpenSSL
    private const int SeedLength = 32; // octets

    private readonly IntPtr key;

    /// <param name="seed">32 octets (RFC 8032 §5.1.5).</param>
    /// <exception cref="CryptographicException">It has another length.</exception>
    /// <exception cref="PlatformNotSupportedException">This platform does not sign with keys of this kind.</exception>
    public Ed25519Key(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength) throw new CryptographicException("An Ed25519 key has 32 octets.");
        try
        {
            key = EVP_PKEY_new_raw_private_key(Kind, IntPtr.Zero, in MemoryMarshal.GetReference(seed), SeedLength);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            throw new PlatformNotSupportedException("This platform does not sign with Ed25519: take an RSA key.", e);
        }
        if (key == IntPtr.Zero) throw new PlatformNotSupportedException("This platform does not sign with Ed25519: take an RSA key.");
    }

    public override string Algorithm => "ed25519-sha256";

    public override int SignatureLength => 64;

    public override byte[] ExportPublicKey()
    {
        var octets = new byte[SeedLength]; // a public key is as long as its seed (RFC 8032 §5.1.5)
        nuint length = SeedLength;
        return EVP_PKEY_get_raw_public_key(key, ref MemoryMarshal.GetReference(octets.AsSpan()), ref length) == 1
            ? octets
            : throw new CryptographicException("The Ed25519 key has no public part.");
    }

    public override void Sign(ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        var context = EVP_MD_CTX_new();
        try
        {
            nuint length = (nuint)signature.Length;
            if (EVP_DigestSignInit(context, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, key) != 1
                || EVP_DigestSign(context, ref MemoryMarshal.GetReference(signature), ref length, in MemoryMarshal.GetReference(hash), (nuint)hash.Length) != 1)
                throw new CryptographicException("The Ed25519 signature failed.");
        }
        finally
        {
            EVP_MD_CTX_free(context);
        }
    }

    public override void Dispose() => EVP_PKEY_free(key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr EVP_PKEY_new_raw_private_key(int kind, IntPtr engine, in byte key, nuint length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_PKEY_get_raw_public_key(IntPtr key, ref byte octets, ref nuint length);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_PKEY_free(IntPtr key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr EVP_MD_CTX_new();

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void EVP_MD_CTX_free(IntPtr context);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestSignInit(IntPtr context, IntPtr keyContext, IntPtr digest, IntPtr engine, IntPtr key);

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int EVP_DigestSign(IntPtr context, ref byte signature, ref nuint signatureLength, in byte data, nuint dataLength);
}
