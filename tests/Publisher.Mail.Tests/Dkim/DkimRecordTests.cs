using System.Security.Cryptography;
using Publisher.Mail.Dkim;

namespace Publisher.Mail.Tests.Dkim;

public sealed class DkimRecordTests
{
    private static readonly string Rsa = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    // RFC 8463 §A.2: the key pair of its example.
    private const string Ed25519 = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----";

    private const string Ed25519Public = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    [Fact]
    public void The_record_of_a_key_is_the_one_that_rfc_8463_has_for_it() => Assert.Equal($"v=DKIM1; k=ed25519; p={Ed25519Public}", DkimRecord.Of(Ed25519));

    [Fact]
    public void A_record_is_known_again_however_it_is_written()
    {
        var record = DkimRecord.Of(Rsa);
        var key = record[(record.IndexOf("p=", StringComparison.Ordinal) + 2)..];

        Assert.Equal(DkimRecordState.Same, DkimRecord.Compare(record, Rsa));
        Assert.Equal(DkimRecordState.Same, DkimRecord.Compare($"p={key}", Rsa));
        Assert.Equal(DkimRecordState.Same, DkimRecord.Compare($" v = DKIM1 ;t=s; p = {key[..40]} \t {key[40..]};", Rsa));
    }

    [Theory]
    [InlineData("v=DKIM1; k=rsa; p=", DkimRecordState.Revoked)]
    [InlineData("v=DKIM1; k=ed25519; p=" + Ed25519Public, DkimRecordState.Other)]
    [InlineData("v=DKIM1; p=AAAA", DkimRecordState.Other)]
    [InlineData("v=spf1 -all", DkimRecordState.None)]
    [InlineData("v=DKIM2; p=AAAA", DkimRecordState.None)]
    [InlineData("p=AAAA; p=BBBB", DkimRecordState.None)]
    [InlineData("", DkimRecordState.None)]
    public void Another_record_is_not(string record, DkimRecordState state) => Assert.Equal(state, DkimRecord.Compare(record, Rsa));
}
