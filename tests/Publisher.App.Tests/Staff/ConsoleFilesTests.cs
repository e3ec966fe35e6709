using System.Net;
using System.Text.RegularExpressions;

namespace Publisher.App.Tests.Staff;

public sealed partial class ConsoleFilesTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Theory]
    [InlineData("css", "text/css")]
    [InlineData("js", "text/javascript")]
    public async Task A_file_by_its_hash_is_kept_for_good_and_by_another_hash_is_the_current_one(string ending, string type)
    {
        var page = await product.Client.GetStringAsync("/staff/sign-in");
        var path = Regex.Match(page, $"/staff/files/console-[0-9a-f]{{16}}\\.{ending}", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        using var answer = await product.Client.GetAsync(path);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", answer.Headers.GetValues("Cache-Control").Single());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var unchanged = await product.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var older = await product.Client.GetAsync($"/staff/files/console-{new string('0', 16)}.{ending}");
        Assert.Equal("no-cache", older.Headers.GetValues("Cache-Control").Single());
        Assert.Equal(await answer.Content.ReadAsStringAsync(), await older.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("console.css")]
    [InlineData("nothing-0123456789abcdef.css")]
    [InlineData("-0123456789abcdef")]
    [InlineData("..%2f..%2fhost.json")]
    [InlineData("%2e%2e-0123456789abcdef")]
    public async Task What_is_no_file_of_the_console_is_not_found(string name)
    {
        using var answer = await product.Client.GetAsync("/staff/files/" + name);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_organisations_colour_is_in_the_style_sheet_and_nothing_is_loaded_from_elsewhere()
    {
        var page = await product.Client.GetStringAsync("/staff/sign-in");
        var style = await product.Client.GetStringAsync(Address().Matches(page).Select(match => match.Groups[1].Value).Single(path => path.EndsWith(".css", StringComparison.Ordinal)));

        Assert.Matches("^:root \\{ --accent-light: #[0-9a-f]{6}; --accent-dark: #[0-9a-f]{6}; \\}", style);
        Assert.DoesNotContain("url(", style, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", style, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?! src=\"/staff/files/)", page);
    }

    [GeneratedRegex("""(?:href|src)="(/staff/files/[^"]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
