using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Dkim;

namespace Publisher.Mail.Tests.Dkim;

/// <summary>Key files as they lie about on real machines.</summary>
public sealed class DkimKeyTests
{
    /// <summary>RFC 8410 §10.3: the same key without, and with, an attribute and its public key (RFC 5958).</summary>
    private const string First = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        -----END PRIVATE KEY-----
        """;

    private const string Second = """
        -----BEGIN PRIVATE KEY-----
        MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
        oB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJzgSEAGb9ECWmEzf6FQbrB
        Z9w7lshQhqowtrbLDFw4rXAxZuE=
        -----END PRIVATE KEY-----
        """;

    private const string Certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private const string Parameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    private static readonly RSA Rsa = RSA.Create(1024);

    public static TheoryData<string, string> Refused
    {
        get
        {
            using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using var weak = RSA.Create(512);
            var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000);
            return new()
            {
                { Rsa.ExportEncryptedPkcs8PrivateKeyPem("sekret", parameters), "encrypted" },
                { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----", "encrypted" },
                { Rsa.ExportSubjectPublicKeyInfoPem(), "public" },
                { Rsa.ExportRSAPublicKeyPem(), "public" },
                { Certificate, "certificate" },
                { weak.ExportPkcs8PrivateKeyPem(), "512 bits" },
                { weak.ExportRSAPrivateKeyPem(), "512 bits" },
                { curve.ExportPkcs8PrivateKeyPem(), "elliptic" },
                { Parameters + curve.ExportECPrivateKeyPem(), "elliptic" },
                { "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "OpenSSH" },
                { First + "\n" + Rsa.ExportPkcs8PrivateKeyPem(), "more than one" },
                { "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp", "no PEM" },
                { "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp\n-----END PRIVATE KEY-----", "damaged" },
                { "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "damaged" },
                { "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "damaged" },
                { PemEncoding.WriteString("PRIVATE KEY", Convert.FromHexString("300e020100300506032b657004020400")), "damaged" },
            };
        }
    }

    [SkippableFact]
    public void An_Ed25519_key_that_brings_its_public_key_is_the_same_key()
    {
        Assert.Equal("ed25519-sha256", Algorithm(Second));
        Assert.Equal(Sign(First), Sign(Second));
    }

    [Theory]
    [InlineData(Certificate)]
    [InlineData(Parameters)]
    [InlineData("Bag Attributes\n    friendlyName: mail\nKey Attributes: <No Attributes>\n")]
    [InlineData("# the key of the newsletter\n\uFEFF\n" + Certificate + Certificate + Parameters)]
    public void A_key_is_found_behind_what_else_is_in_the_file(string before)
    {
        Assert.Equal("rsa-sha256", Algorithm(before + Rsa.ExportPkcs8PrivateKeyPem() + "\n" + Certificate));
        Assert.Equal("rsa-sha256", Algorithm(before + Rsa.ExportRSAPrivateKeyPem()));
        Assert.Equal("rsa-sha256", Algorithm(before + Rsa.ExportPkcs8PrivateKeyPem() + "\n" + Rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Equal("ed25519-sha256", Algorithm(before + First.ReplaceLineEndings("\r\n")));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_key_that_is_refused_is_refused_with_the_reason_and_without_its_octets(string pem, string reason)
    {
        var refusal = Assert.Throws<ArgumentException>(() => Algorithm(pem)).ToString();
        Assert.Contains(reason, refusal, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("MC4CAQ", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_in_the_file_it_is_a_key_or_refused()
    {
        string[] pieces = [First, Second, Certificate, Parameters, Rsa.ExportRSAPrivateKeyPem(), Rsa.ExportPkcs8PrivateKeyPem()];
        Prop.ForAll(Gen.Elements(pieces).Zip(Gen.ListOf(Gen.Choose(0, 10_000).Zip(Gen.Elements('A', '-', '\n', '=', '/', '\0', 'ż')), 3)).ToArbitrary(), made =>
        {
            var pem = made.Item1.ToCharArray();
            foreach (var (at, octet) in made.Item2) pem[at % pem.Length] = octet;
            try
            {
                Algorithm(new(pem));
            }
            catch (ArgumentException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string Algorithm(string pem)
    {
        using var signer = new DkimSigner("example.test", "s", pem);
        return signer.Algorithm;
    }

    private static string Sign(string pem)
    {
        using var signer = new DkimSigner("example.test", "s", pem);
        using var buffer = new MessageBuffer();
        System.Buffers.BuffersExtensions.Write(buffer, "From: a@example.test\r\n\r\nx\r\n"u8);
        signer.Sign(buffer);
        return System.Text.Encoding.ASCII.GetString(buffer.Written.Span);
    }
}
