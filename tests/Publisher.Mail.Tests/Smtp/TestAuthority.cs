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

    public static X509Certificate2 Expired { get; } = Issue("localhost", 3, From.AddMonths(1));

    /// <summary>One whose names are many, long, and full of what no name should hold.</summary>
    public static X509Certificate2 Hostile { get; } = Issue(string.Concat(Enumerable.Range(0, 40).Select(n => $"x{n}\r\n\u0007evil")), 4);

    public static X509Certificate2 SelfSigned { get; } = MakeSelfSigned();

    /// <summary>The authority's certificate in a PEM file.</summary>
    public static string CaFile { get; } = Write();

    private static X509Certificate2 MakeRoot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(From, Until);
    }

    private static X509Certificate2 MakeSelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var whole = request.CreateSelfSigned(From, Until);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    private static X509Certificate2 Issue(string name, byte serial, DateTimeOffset? until = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=\"" + name + "\""), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (serial == 4) names.AddUri(new Uri("https://evil.example.test/")); // its names stand in its subject
        else names.AddDnsName(name);
        if (serial is 1 or 3) names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(Root, From, until ?? Until, [serial]);
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
