using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Publisher.Mail.Smtp;

/// <summary>The file of certificates that alone are trusted (<see cref="SmtpSettings.CaFile"/>).</summary>
internal static class TrustedAuthorities
{
    /// <summary>Reads the file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="authorities">At least one certificate.</param>
    /// <param name="fault">What is wrong with it, in a sentence.</param>
    /// <returns>Whether there is nothing wrong with it.</returns>
    internal static bool TryRead(string file, [NotNullWhen(true)] out X509Certificate2Collection? authorities, [NotNullWhen(false)] out string? fault)
    {
        authorities = null;
        fault = Directory.Exists(file) ? "CaFile is a folder." : File.Exists(file) ? null : "CaFile is not there.";
        if (fault is not null) return false;
        var read = new X509Certificate2Collection();
        try
        {
            read.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = "CaFile cannot be read: its rights or its disk forbid it.";
            return false;
        }
        catch (CryptographicException)
        {
            fault = "CaFile holds a certificate that is damaged.";
            return false;
        }
        if (read.Count > 0) authorities = read;
        else fault = "CaFile holds no certificate in PEM.";
        return authorities is not null;
    }
}
