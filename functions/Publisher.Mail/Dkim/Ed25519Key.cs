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
    private const int SeedLength = 32; // octets; RFC 8032 §5.1.5

    private readonly IntPtr key;

    private Ed25519Key(ReadOnlySpan<byte> seed)
    {
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

    // The fixed octets of a PKCS#8 key of this kind before its seed (RFC 8410 §7).
    private static ReadOnlySpan<byte> Preface => [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

    /// <summary>Reads a key; null where it is of another kind.</summary>
    public static Ed25519Key? TryRead(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var found) || !pem.AsSpan()[found.Label].SequenceEqual("PRIVATE KEY")) return null;
        var der = Convert.FromBase64String(pem[found.Base64Data]);
        return der.AsSpan().StartsWith(Preface) && der.Length == Preface.Length + SeedLength ? new(der.AsSpan(Preface.Length)) : null;
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
