using System.Net;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Publisher.App.Public;
using Publisher.Content;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

/// <summary>Who opens a link: a person, or a program that looks links over.</summary>
public sealed class VisitsTests
{
    private const string Browser = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36";

    private static readonly IPAddress Home = IPAddress.Parse("203.0.113.7");

    private readonly ManualTime clock = new(new DateTimeOffset(2023, 5, 2, 8, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("GET", Browser, "", "", false)]
    [InlineData("GET", "Mozilla/5.0 (Linux; Android 9; CUBOT X20) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36", "", "", false)]
    [InlineData("GET", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "", "", false)]
    [InlineData("GET", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "", "", false)]
    [InlineData("HEAD", Browser, "", "", true)]
    [InlineData("GET", "", "", "", true)]
    [InlineData("GET", Browser, "Sec-Purpose", "prefetch;prerender", true)]
    [InlineData("GET", Browser, "Purpose", "prefetch", true)]
    [InlineData("GET", Browser, "X-Moz", "prefetch", true)]
    [InlineData("GET", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "", "", true)]
    [InlineData("GET", "BarracudaCentral.org link scanner", "", "", true)]
    [InlineData("GET", "facebookexternalhit/1.1", "", "", true)]
    [InlineData("GET", "python-requests/2.31", "", "", true)]
    [InlineData("GET", "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130.0.0.0 Safari/537.36", "", "", true)]
    public void A_program_is_known_by_what_it_says_of_itself(string method, string agent, string header, string value, bool isProgram)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        if (agent.Length > 0) context.Request.Headers.UserAgent = agent;
        if (header.Length > 0) context.Request.Headers[header] = value;

        Assert.Equal(isProgram, Visits.IsProgram(context.Request));
    }

    [Fact]
    public void Who_opens_three_links_within_seconds_is_a_program_and_what_was_counted_of_it_is_taken_back()
    {
        var visits = new Visits(clock);

        Assert.Equal([(Link("a"), 1)], visits.Take(Link("a"), Home, Browser));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([(Link("b"), 1)], visits.Take(Link("b"), Home, Browser));
        Assert.Equal([(Link("a"), -1), (Link("b"), -1)], visits.Take(Link("c"), Home, Browser));
        // It is one for some minutes yet.
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(visits.Take(Link("d"), Home, Browser));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal([(Link("d"), 1)], visits.Take(Link("d"), Home, Browser));
    }

    [Fact]
    public void Who_reads_between_or_opens_one_link_again_or_is_somebody_else_is_counted()
    {
        var visits = new Visits(clock);
        foreach (var link in (string[])["a", "b", "c", "d"])
        {
            Assert.Single(visits.Take(Link(link), Home, Browser));
            clock.Advance(TimeSpan.FromSeconds(6));
        }

        for (var times = 0; times < 5; times++) Assert.Equal(1, Assert.Single(visits.Take(Link("e"), IPAddress.Parse("203.0.113.8"), Browser)).By);
        foreach (var link in (string[])["a", "b", "c"]) Assert.Equal(1, Assert.Single(visits.Take(Link(link), IPAddress.Parse($"2001:db8::{link}"), Browser)).By);
        // Another edition is another mail.
        foreach (var edition in (string[])["one", "two", "three"]) Assert.Single(visits.Take(new Visit(edition, new ItemRef(ItemKind.News, "x"), edition), Home, "another browser"));
    }

    private static Visit Link(string key) => new("weekly-0001", new ItemRef(ItemKind.News, $"item-{key}"), key);
}
