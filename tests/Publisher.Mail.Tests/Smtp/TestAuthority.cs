using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>An authority of the tests' own, with a certificate for localhost and one for another name.</summary>
internal static class TestAuthority
{
    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2056, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly X509Certificate2 Root = MakeRoot();

    public static X509Certificate2 Localhost { get; } = Issue("localhost", 1);

    public static X509Certificate2 Elsewhere { get; } = Issue("elsewhere.example.test", 2);

    /// <summary>The authority's certificate in a PEM file.</summary>
    public static string CaFile { get; } = Write();

    private static X509Certificate2 MakeRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(From, Until);
    }

    private static X509Certificate2 Issue(string name, byte serial)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (serial == 1) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(Root, From, Until, [serial]);
        using var whole = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    private static string Write()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("authority").FullName, "ca.pem");
        File.WriteAllText(file, Root.ExportCertificatePem());
        return file;
    }
}
