using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Publisher.App.Tests.Staff;

namespace Publisher.App.Tests.Public;

public sealed partial class FeedPageTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Theory]
    [InlineData("items.atom", "application/atom+xml; charset=utf-8")]
    [InlineData("items.json", "application/feed+json; charset=utf-8")]
    [InlineData("calendar.ics", "text/calendar; charset=utf-8; method=PUBLISH")]
    public async Task A_feed_is_sent_once_and_then_only_when_it_has_changed(string name, string type)
    {
        var path = "/feeds/" + name;
        var whole = await product.Client.GetAsync(path);
        var head = await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
        Assert.Equal(type, whole.Content.Headers.ContentType!.ToString());
        Assert.Equal((true, TimeSpan.FromMinutes(5)), (whole.Headers.CacheControl!.Public, whole.Headers.CacheControl.MaxAge));
        Assert.Equal("nosniff", whole.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal((whole.Headers.ETag, whole.Content.Headers.ContentLength), (head.Headers.ETag, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(path, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!)));
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(path, headers => headers.IfModifiedSince = whole.Content.Headers.LastModified));
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(path, headers => headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"other\""))));
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(path, headers => headers.IfModifiedSince = whole.Content.Headers.LastModified!.Value.AddSeconds(-1)));
    }

    [Fact]
    public async Task Every_feed_that_the_page_lists_is_there_and_the_page_is_found_from_every_other()
    {
        var page = await product.Client.GetStringAsync("/feeds");
        var links = Feeds().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();

        Assert.Contains("/feeds/items.atom?district=stare-miasto", links);
        Assert.Contains("/feeds/calendar.ics?kind=call", links);
        Assert.DoesNotContain("/feeds/calendar.ics?kind=news", links);
        foreach (var link in links) Assert.Equal(HttpStatusCode.OK, (await product.Client.GetAsync(link)).StatusCode);
        foreach (var other in (string[])["/archive", "/privacy", "/accessibility", "/feeds"])
        {
            var html = await product.Client.GetStringAsync(other);
            Assert.Contains("<link rel=\"alternate\" type=\"application/atom+xml\"", html, StringComparison.Ordinal);
            foreach (var way in (string[])["/archive", "/feeds", "/privacy", "/accessibility"]) Assert.Contains($"<a href=\"{way}\"", html, StringComparison.Ordinal);
            Assert.Contains($"<a href=\"{other}\" aria-current=\"page\">", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("items.atom?kind=evnt", HttpStatusCode.BadRequest, "Może chodziło o „event”?")]
    [InlineData("items.json?district=wrzosyy", HttpStatusCode.BadRequest, "Może chodziło o „wrzosy”?")]
    [InlineData("calendar.ics?lang=xx", HttpStatusCode.BadRequest, "Do wyboru: ")]
    [InlineData("items.atom?kinds=call", HttpStatusCode.BadRequest, "Może chodziło o „kind”?")]
    [InlineData("item.atom", HttpStatusCode.NotFound, "Może chodziło o „items.atom”?")]
    public async Task What_cannot_be_is_a_page_for_people_and_problem_json_for_programs(string path, HttpStatusCode status, string sentence)
    {
        var program = await product.Client.GetAsync("/feeds/" + path);
        var request = new HttpRequestMessage(HttpMethod.Get, "/feeds/" + path);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        var person = await product.Client.SendAsync(request);

        Assert.Equal((status, status), (program.StatusCode, person.StatusCode));
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await program.Content.ReadAsStringAsync());
        Assert.Contains(sentence, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("text/html", person.Content.Headers.ContentType!.MediaType);
        Assert.Contains(sentence, WebUtility.HtmlDecode(await person.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Contains("Accept", person.Headers.Vary);
    }

    [Fact]
    public async Task No_query_makes_a_fault_of_ours_and_nothing_of_it_comes_back_as_markup()
    {
        var pieces = (string[])["kind=", "district=", "topic=", "lang=", "&", "?", "=", ";", "%", "%00", "%FF", "%ed%a0%80", "%EF%BF%BE", "<script>zz</script>", "%3Cscript%3Ezz%3C/script%3E", "\"'>", "call", ",", "wrzosy", "pl", new('a', 700), "%0d%0aX-Evil:1"];
        for (var number = 0; number < 250; number++)
        {
            var random = new Random(number);
            var path = $"/feeds/{(random.Next(4) == 0 ? "x%3Cscript%3Ezz" : ((string[])["items.atom", "items.json", "calendar.ics", ""])[random.Next(4)])}";
            var query = string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => pieces[random.Next(pieces.Length)]));
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{product.Client.BaseAddress}{path[1..]}?{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
            if (random.Next(2) == 0) request.Headers.Accept.ParseAdd("text/html");

            var answer = await product.Client.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();

            Assert.True((int)answer.StatusCode is 200 or 400 or 404, $"case {number}: {answer.StatusCode} for {query}");
            Assert.DoesNotContain("<script", body, StringComparison.OrdinalIgnoreCase);
            Assert.False(answer.Headers.Contains("X-Evil"));
            if (answer.Content.Headers.ContentType?.MediaType == "application/atom+xml") _ = XDocument.Parse(body);
            if (answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true) JsonDocument.Parse(body).Dispose();
        }
    }

    private async Task<HttpStatusCode> AgainAsync(string path, Action<HttpRequestHeaders> set)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        set(request.Headers);
        return (await product.Client.SendAsync(request)).StatusCode;
    }

    [GeneratedRegex("href=\"(/feeds/[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Feeds();
}
