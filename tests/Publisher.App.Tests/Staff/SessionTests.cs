using System.Net;
using NodaTime;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff;

/// <summary>Sessions and forms over several instances that share storage and nothing else.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task Who_signed_in_with_one_instance_is_signed_in_with_all_and_their_form_is_taken_by_all()
    {
        await using var first = await ConsoleProduct.StartAsync();
        await using var second = await first.AnotherAsync();
        using var browser = new StaffBrowser(first.Url);
        var key = await first.Get<StaffDirectory>().AddAsync("Anna", StaffRole.Author, default);
        // The form is one instance's, the press of its button another's.
        var state = StaffBrowser.FieldOf(await browser.ReadAsync("/staff/sign-in"), "state");
        using var other = new StaffBrowser(second.Url);
        using var signedIn = await other.PostAsync("/staff/sign-in", [("state", state), ("key", key)]);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        browser.Session = other.Session;

        var token = await browser.CsrfAsync();
        using var signedOut = await other.PostAsync("/staff/sign-out", [("csrf", token)]);
        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);
        using var after = await browser.GetAsync("/staff");
        Assert.Equal(HttpStatusCode.SeeOther, after.StatusCode);
        // The message is read by the instance that did not write it.
        Assert.Contains("Wylogowano.", await new StaffBrowserWith(browser, other).ReadAsync("/staff/sign-in"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_is_exchanged_every_quarter_of_an_hour_once_and_the_old_one_ends_soon_after()
    {
        await using var first = await ConsoleProduct.StartAsync();
        await using var second = await first.AnotherAsync();
        var member = await AddAsync(first, "Anna");
        var sessions = (One: first.Get<StaffSessions>(), Two: second.Get<StaffSessions>());
        var id = (await sessions.One.StartAsync(member, default)).NewId!;
        Pass(first, Duration.FromMinutes(14));
        Assert.Null((await sessions.Two.FindAsync(id, default))!.NewId);

        Pass(first, Duration.FromMinutes(1));
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => (at % 2 == 0 ? sessions.One : sessions.Two).FindAsync(id, default)));
        Assert.All(found, open => Assert.NotNull(open));
        var next = Assert.Single(found, open => open!.NewId is not null)!;
        Assert.Single(found.Select(open => open!.Session.Csrf).Distinct());
        Assert.NotNull(await sessions.Two.FindAsync(next.NewId!, default));
        Assert.NotNull(await sessions.One.FindAsync(id, default));

        Pass(first, SessionRules.Grace);
        Assert.Null(await sessions.One.FindAsync(id, default));
        Assert.NotNull(await sessions.One.FindAsync(next.NewId!, default));
        await sessions.One.EndAsync(next.NewId!, default);
        Assert.Null(await sessions.Two.FindAsync(next.NewId!, default));
    }

    [Fact]
    public async Task Signing_out_ends_the_id_that_was_just_exchanged_too()
    {
        await using var product = await ConsoleProduct.StartAsync();
        var sessions = product.Get<StaffSessions>();
        var id = (await sessions.StartAsync(await AddAsync(product, "Anna"), default)).NewId!;
        Pass(product, SessionRules.Rotate);
        var next = (await sessions.FindAsync(id, default))!.NewId!;

        await sessions.EndAsync(next, default);

        Assert.Null(await sessions.FindAsync(id, default));
        Assert.Null(await sessions.FindAsync(next, default));
    }

    [Fact]
    public async Task A_session_ends_when_nobody_uses_it_and_at_the_latest_after_its_life()
    {
        await using var product = await ConsoleProduct.StartAsync(("Publisher:Staff:SessionLife", "02:00:00"), ("Publisher:Staff:SessionIdle", "00:30:00"));
        var sessions = product.Get<StaffSessions>();
        var member = await AddAsync(product, "Anna");
        var idle = (await sessions.StartAsync(member, default)).NewId!;
        Pass(product, Duration.FromMinutes(30));
        Assert.Null(await sessions.FindAsync(idle, default));

        var busy = (await sessions.StartAsync(member, default)).NewId!;
        for (var minutes = 10; minutes < 120; minutes += 10)
        {
            Pass(product, Duration.FromMinutes(10));
            busy = (await sessions.FindAsync(busy, default))!.NewId ?? busy;
        }

        Pass(product, Duration.FromMinutes(10));
        Assert.Null(await sessions.FindAsync(busy, default));
        Assert.True(await sessions.ForgetAsync(product.Clock.Now() + Duration.FromSeconds(1), default) > 0);
        Assert.Equal(0, await sessions.ForgetAsync(product.Clock.Now() + Duration.FromSeconds(1), default));
    }

    [Fact]
    public async Task Another_key_or_another_role_ends_the_sessions_of_the_old_one()
    {
        await using var product = await ConsoleProduct.StartAsync();
        var (sessions, staff) = (product.Get<StaffSessions>(), product.Get<StaffDirectory>());
        var old = (await sessions.StartAsync(await AddAsync(product, "Anna"), default)).NewId!;

        await staff.RevokeAsync("anna", default);
        var key = await staff.AddAsync("Anna", StaffRole.Admin, default);

        Assert.Null(await sessions.FindAsync(old, default));
        Assert.Equal(StaffRole.Admin, (await staff.FindByKeyAsync(key, default))!.Role);
    }

    [Fact]
    public async Task Keys_ids_and_tokens_are_in_no_log()
    {
        await using var product = await ConsoleProduct.StartAsync();
        using var browser = new StaffBrowser(product.Url);
        var key = await product.Get<StaffDirectory>().AddAsync("Anna", StaffRole.Author, default);
        using var wrong = await browser.SignInAsync("pub_a-key-that-is-wrong");
        using var signedIn = await browser.SignInAsync(key);
        var token = await browser.CsrfAsync();
        using var api = await browser.GetAsync("/api/posts", ("Authorization", $"Bearer {key}"));
        using var badApi = await browser.GetAsync("/api/posts", ("Authorization", "Bearer pub_a-key-that-is-wrong"));

        Assert.NotEmpty(product.Log);
        foreach (var secret in (string[])[key, StaffKeys.HashOf(key), browser.Session, token, "pub_a-key-that-is-wrong"]) Assert.DoesNotContain(secret, product.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_https_the_cookie_is_this_hosts_alone_and_never_sent_in_the_clear()
    {
        await using var product = await ConsoleProduct.StartAsync(("Publisher:PublicUrl", "https://news.example.org"));
        using var browser = new StaffBrowser(product.Url);

        using var signedIn = await browser.SignInAsync(await product.Get<StaffDirectory>().AddAsync("Anna", StaffRole.Author, default));

        Assert.Matches("^__Host-publisher=[A-Za-z0-9_-]{43}; path=/; secure; samesite=strict; httponly$", Assert.Single(signedIn.Headers.GetValues("Set-Cookie")));
    }

    private static async Task<StaffMember> AddAsync(ConsoleProduct product, string name)
    {
        var staff = product.Get<StaffDirectory>();
        return (await staff.FindByKeyAsync(await staff.AddAsync(name, StaffRole.Author, default), default))!;
    }

    private static void Pass(ConsoleProduct product, Duration time) => product.Clock.Advance(time.ToTimeSpan());

    /// <summary>One browser before two instances: its cookies go to both.</summary>
    private sealed class StaffBrowserWith(StaffBrowser to, StaffBrowser from)
    {
        public async Task<string> ReadAsync(string path)
        {
            foreach (Cookie cookie in from.Cookies.GetAllCookies()) to.Cookies.Add(new Uri($"http://127.0.0.1{path}"), new Cookie(cookie.Name, cookie.Value, "/"));
            return await to.ReadAsync(path);
        }
    }
}
