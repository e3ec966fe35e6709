using Azure.Data.Tables.Auth;

namespace Publisher.Tables.Tests.Unit;

/// <summary>The examples of "Authorize with Shared Key" and of the emulator's documentation.</summary>
public sealed class SharedKeyTests
{
    [Theory]
    [InlineData("https://testaccount1.table.core.windows.net/Tables", "testaccount1", "/testaccount1/Tables")]
    [InlineData("https://myaccount.table.core.windows.net/mytable?comp=acl", "myaccount", "/myaccount/mytable?comp=acl")]
    [InlineData("https://myaccount.table.core.windows.net/?restype=service&comp=properties&timeout=20", "myaccount", "/myaccount/?comp=properties")]
    [InlineData("http://127.0.0.1:10002/devstoreaccount1/Tables", "devstoreaccount1", "/devstoreaccount1/devstoreaccount1/Tables")]
    [InlineData("https://a.table.core.windows.net/t()?$filter=comp%20eq%201&$top=5", "a", "/a/t()")]
    [InlineData("https://a.table.core.windows.net/t(PartitionKey='o%27%27h',RowKey='%C5%82%20%25')", "a", "/a/t(PartitionKey='o%27%27h',RowKey='%C5%82%20%25')")]
    public void The_string_to_sign_is_method_digest_type_date_and_resource(string url, string account, string resource) => Assert.Equal(
        $"PUT\n\ntext/plain; charset=UTF-8\nSun, 11 Oct 2009 19:52:39 GMT\n{resource}",
        SharedKeySignature.StringToSign("PUT", "", "text/plain; charset=UTF-8", "Sun, 11 Oct 2009 19:52:39 GMT", account, new Uri(url)));

    // RFC 4231, test case 2.
    [Fact]
    public void The_signature_is_HMAC_SHA256_in_base64() => Assert.Equal(
        Convert.ToBase64String(Convert.FromHexString("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")),
        SharedKeySignature.Sign("what do ya want for nothing?", "Jefe"u8));
}
