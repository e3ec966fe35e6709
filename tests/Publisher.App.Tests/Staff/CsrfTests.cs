using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff;

/// <summary>A form is taken only with the token of the session that it was shown to, and from a page of ours.</summary>
public sealed class CsrfTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task A_form_without_the_sessions_own_token_changes_nothing()
    {
        using var mine = await SignedInAsync();
        using var others = await SignedInAsync();
        var (own, foreign) = (await mine.CsrfAsync(), await others.CsrfAsync());
        Assert.NotEqual(own, foreign);

        foreach (var token in (string[])["", foreign, own[..^1], own + "A", own.ToUpperInvariant()])
        {
            using var answer = await mine.PostAsync("/staff/sign-out", [("csrf", token)]);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Nic nie zostało zmienione", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var still = await mine.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "nonsense")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task A_form_from_another_site_is_refused_though_its_token_is_right(string header, string value)
    {
        using var browser = await SignedInAsync();

        using var answer = await browser.PostAsync("/staff/sign-out", [("csrf", await browser.CsrfAsync())], (header, value));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_of_ours_is_taken_with_its_token_in_a_field_or_in_a_header()
    {
        var (own, address) = ($"http://127.0.0.1:{product.Url.Port}", "/staff/sign-out");
        using var byField = await SignedInAsync();
        using var field = await byField.PostAsync(address, [("csrf", await byField.CsrfAsync())], ("Origin", own), ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.SeeOther, field.StatusCode);

        using var byHeader = await SignedInAsync();
        using var header = await byHeader.PostAsync(address, [], ("X-Csrf", await byHeader.CsrfAsync()), ("Origin", own));
        Assert.Equal(HttpStatusCode.SeeOther, header.StatusCode);

        using var byParts = await SignedInAsync();
        using var content = new MultipartFormDataContent { { new StringContent(await byParts.CsrfAsync()), "csrf" }, { new ByteArrayContent([1, 2, 3]), "picture", "a.png" } };
        using var parts = await byParts.SendAsync(new HttpRequestMessage(HttpMethod.Post, address) { Content = content });
        Assert.Equal(HttpStatusCode.SeeOther, parts.StatusCode);
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_no_form_is_refused_with_a_sentence()
    {
        using var browser = await SignedInAsync();
        var token = await browser.CsrfAsync();

        using var large = await browser.PostAsync("/staff/sign-out", [("csrf", token), ("more", new string('a', 300_000))]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Contains("Nic nie zostało zapisane", await large.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var broken = new ByteArrayContent(Encoding.ASCII.GetBytes("--zq\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\nnever ends"));
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=zq");
        using var cut = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/staff/sign-out") { Content = broken });
        Assert.Equal(HttpStatusCode.BadRequest, cut.StatusCode);
        using var json = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/staff/sign-out") { Content = new StringContent($"{{\"csrf\":\"{token}\"}}", Encoding.UTF8, "application/json") });
        Assert.Equal(HttpStatusCode.Forbidden, json.StatusCode);
    }

    private async Task<StaffBrowser> SignedInAsync()
    {
        var browser = new StaffBrowser(product.Url);
        using var answer = await browser.SignInAsync(await product.Get<StaffDirectory>().AddAsync($"Form {Interlocked.Increment(ref people)}", StaffRole.Author, default));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }
}
