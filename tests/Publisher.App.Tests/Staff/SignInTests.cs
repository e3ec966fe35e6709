using System.Net;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff;

/// <summary>Signing in to the console over HTTP, and what nobody gets by doing so otherwise.</summary>
public sealed class SignInTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static int people;

    [Fact]
    public async Task A_newcomer_with_a_key_comes_to_the_page_they_wanted_and_out_again()
    {
        using var browser = new StaffBrowser(product.Url);
        var key = await AddAsync(StaffRole.Approver);

        using var turned = await browser.GetAsync("/staff/audit?lang=en");
        Assert.Equal(HttpStatusCode.SeeOther, turned.StatusCode);
        Assert.Equal("/staff/sign-in?return=%2Fstaff%2Faudit%3Flang%3Den", turned.Headers.Location!.OriginalString);
        using var signedIn = await browser.SignInAsync(key, turned.Headers.Location.OriginalString);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("/staff/audit?lang=en", signedIn.Headers.Location!.OriginalString);
        Assert.Contains("<h1>Audit log</h1>", await browser.ReadAsync("/staff/audit?lang=en"), StringComparison.Ordinal);
        Assert.Contains("lang=\"pl\"><a href=\"/staff/items/", await browser.ReadAsync("/staff"), StringComparison.Ordinal);

        var session = browser.Session;
        using var signedOut = await browser.PostAsync("/staff/sign-out", [("csrf", await browser.CsrfAsync())]);
        Assert.Equal("/staff/sign-in", signedOut.Headers.Location!.OriginalString);
        Assert.Equal("", browser.Session);
        Assert.Contains("You are signed out.", await browser.ReadAsync("/staff/sign-in"), StringComparison.Ordinal);
        browser.Session = session;
        using var again = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var browser = new StaffBrowser(product.Url);
        using var signedIn = await browser.SignInAsync(await AddAsync(StaffRole.Author));

        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), value => value.StartsWith("publisher=", StringComparison.Ordinal));
        Assert.EndsWith("; path=/; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        using var page = await browser.GetAsync("/staff");
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'self'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("same-origin", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
    }

    [Fact]
    public async Task An_id_that_somebody_planted_is_nobodys_and_signing_in_gives_a_new_one()
    {
        using var browser = new StaffBrowser(product.Url);
        var planted = browser.Session = new string('A', 43);
        using var before = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.SeeOther, before.StatusCode);
        browser.Session = planted;

        var key = await AddAsync(StaffRole.Author);
        using var first = await browser.SignInAsync(key);
        var mine = browser.Session;
        Assert.NotEqual(planted, mine);
        // Somebody who signs in over another's session, or their own, leaves the old id worthless.
        var html = await browser.ReadAsync("/staff/sign-in");
        Assert.Equal("", StaffBrowser.FieldOf(html, "state"));
        using var stranger = new StaffBrowser(product.Url);
        var state = StaffBrowser.FieldOf(await stranger.ReadAsync("/staff/sign-in"), "state");
        using var second = await browser.PostAsync("/staff/sign-in", [("state", state), ("key", key)]);
        Assert.NotEqual(mine, browser.Session);
        stranger.Session = mine;
        using var old = await stranger.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.SeeOther, old.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/staff")]
    [InlineData("/\\evil.example")]
    [InlineData("/staff//evil.example")]
    [InlineData("/staff/../../archive")]
    [InlineData("/staffing")]
    [InlineData("/staff\r\nX-Zq: 1")]
    [InlineData("/staff/sign-in")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/archive")]
    public async Task Nobody_is_led_anywhere_but_into_the_console(string to)
    {
        using var browser = new StaffBrowser(product.Url);

        using var answer = await browser.SignInAsync(await AddAsync(StaffRole.Author), $"/staff/sign-in?return={Uri.EscapeDataString(to)}");

        Assert.Equal("/staff", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_form_of_sign_in_that_is_not_ours_signs_nobody_in()
    {
        var key = await AddAsync(StaffRole.Author);
        using var browser = new StaffBrowser(product.Url);
        var state = StaffBrowser.FieldOf(await browser.ReadAsync("/staff/sign-in"), "state");

        foreach (var (made, headers) in ((string, (string, string)[])[])
            [("", []), (state + "A", []), (state[..^4] + "AAAA", []), (state, [("Origin", "https://evil.example")]), (state, [("Sec-Fetch-Site", "cross-site")]), (state, [("Origin", "null")])])
        {
            using var answer = await browser.PostAsync("/staff/sign-in", [("state", made), ("key", key)], headers);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("", browser.Session);
        }
    }

    [Fact]
    public async Task Who_loses_their_key_is_signed_out_at_once()
    {
        using var browser = new StaffBrowser(product.Url);
        var name = Name();
        using var signedIn = await browser.SignInAsync(await product.Get<StaffDirectory>().AddAsync(name, StaffRole.Author, default));
        using var before = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await product.Get<StaffDirectory>().RevokeAsync(name, default);

        using var after = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.SeeOther, after.StatusCode);
    }

    [Fact]
    public async Task A_wrong_key_is_held_up_longer_each_time_and_a_known_browser_never()
    {
        var key = await AddAsync(StaffRole.Author);
        using var known = new StaffBrowser(product.Url, network: 7);
        using (await known.SignInAsync(key))
        {
        }

        using var guesser = new StaffBrowser(product.Url, network: 7);
        for (var guess = 0; guess < HoldUp.Own.Free + 1; guess++)
        {
            using var wrong = await guesser.SignInAsync($"pub_guess-{guess}");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        }

        using var held = await guesser.SignInAsync("pub_guess-more");
        Assert.Equal(HttpStatusCode.TooManyRequests, held.StatusCode);
        Assert.InRange(held.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        using var other = await guesser.SignInAsync(await AddAsync(StaffRole.Author));
        Assert.Equal(HttpStatusCode.TooManyRequests, other.StatusCode);
        using var again = await guesser.SignInAsync(key);
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
        // Next door nobody notices.
        using var elsewhere = new StaffBrowser(product.Url, network: 8);
        using var fine = await elsewhere.SignInAsync(await AddAsync(StaffRole.Author));
        Assert.Equal(HttpStatusCode.SeeOther, fine.StatusCode);
    }

    [Fact]
    public async Task A_link_from_a_mail_is_opened_by_whoever_is_signed_in()
    {
        using var browser = new StaffBrowser(product.Url);

        using var followed = await browser.GetAsync("/staff/audit", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"));

        Assert.Equal(HttpStatusCode.OK, followed.StatusCode);
        Assert.Equal("0; url=/staff/audit", Assert.Single(followed.Headers.GetValues("Refresh")));
    }

    private static string Name() => $"Person {Interlocked.Increment(ref people)}";

    private Task<string> AddAsync(StaffRole role) => product.Get<StaffDirectory>().AddAsync(Name(), role, default);
}
