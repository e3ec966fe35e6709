using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>
/// Every door of staff, and everyone who may knock at it: what becomes of each is written here. A route of the API or the console that is not written here
/// fails the first test, so that nobody adds one without saying who may open it.
/// </summary>
public sealed class RoleMatrixTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    /// <summary>Who knocks: by a key with each call of the API, by a session at the console.</summary>
    private enum Caller { Nobody, WrongKey, ExpiredSession, ForgedPrincipal, Author, Approver, Admin }

    /// <summary>Who may, at the least: everyone, or a role.</summary>
    private sealed record Rule(string Method, string Path, StaffRole? Least)
    {
        /// <summary>Not for staff: has a door of its own, with tests of its own.</summary>
        public bool IsPublic { get; init; }

        public bool IsPage => Path.StartsWith("/staff", StringComparison.Ordinal);

        /// <summary>The path with something in its blanks that there is not.</summary>
        public string Example => Path.Replace("{id}", "weekly-0009", StringComparison.Ordinal).Replace("{action}", "pause", StringComparison.Ordinal).Replace("{name}", "nothing.css", StringComparison.Ordinal);
    }

    private static readonly Rule[] Rules =
    [
        new("POST", "/api/announcements", StaffRole.Author),
        new("POST", "/api/corrections", StaffRole.Author),
        new("GET", "/api/editions/{id}", StaffRole.Author),
        new("GET", "/api/editions/{id}/missed", StaffRole.Author),
        new("POST", "/api/editions/{id}/{action}", StaffRole.Author),
        new("GET", "/api/posts", StaffRole.Author),
        new("POST", "/api/posts", StaffRole.Author),
        new("DELETE", "/api/approvals/{kind}/{id}", StaffRole.Author),
        new("POST", "/api/inbound", null) { IsPublic = true },
        new("POST", "/api/subscriptions", null) { IsPublic = true },
        new("POST", "/api/webhooks/{provider}", null) { IsPublic = true },
        new("GET", "/api/openapi.json", null) { IsPublic = true },
        new("GET", "/staff", StaffRole.Author),
        new("GET", "/staff/audience", StaffRole.Author),
        new("POST", "/staff/audience", StaffRole.Author),
        new("GET", "/staff/audience/person", StaffRole.Approver),
        new("POST", "/staff/audience/person", StaffRole.Approver),
        new("POST", "/staff/audience/person/lift", StaffRole.Admin),
        new("GET", "/staff/audience/import", StaffRole.Admin),
        new("POST", "/staff/audience/import", StaffRole.Admin),
        new("GET", "/staff/audience/import/{id}", StaffRole.Admin),
        new("POST", "/staff/audience/import/{id}", StaffRole.Admin),
        new("GET", "/staff/reports", StaffRole.Author),
        new("GET", "/staff/settings", StaffRole.Approver),
        new("GET", "/staff/settings/doctor", StaffRole.Approver),
        new("POST", "/staff/settings/doctor", StaffRole.Approver),
        new("GET", "/staff/audit", StaffRole.Approver),
        new("GET", "/staff/files/{name}", null),
        new("GET", "/staff/sign-in", null),
        new("POST", "/staff/sign-in", null),
        new("POST", "/staff/sign-out", StaffRole.Author),
        new("GET", "/staff/editions", StaffRole.Author),
        new("POST", "/staff/editions", StaffRole.Author),
        new("GET", "/staff/editions/{id}", StaffRole.Author),
        new("POST", "/staff/editions/{id}", StaffRole.Author),
        new("GET", "/staff/editions/{id}/{view}", StaffRole.Author),
        new("POST", "/staff/editions/{id}/{view}", StaffRole.Approver),
        new("GET", "/staff/send/announce", StaffRole.Author),
        new("POST", "/staff/send/announce", StaffRole.Author),
        new("GET", "/staff/send/correct", StaffRole.Author),
        new("POST", "/staff/send/correct", StaffRole.Author),
        new("GET", "/staff/posts", StaffRole.Author),
        new("POST", "/staff/posts", StaffRole.Author),
        new("GET", "/staff/posts/{network}/{kind}/{id}", StaffRole.Author),
        new("POST", "/staff/posts/{network}/{kind}/{id}", StaffRole.Author),
        new("GET", "/staff/items/new", StaffRole.Author),
        new("POST", "/staff/items/new", StaffRole.Author),
        new("GET", "/staff/items/{kind}/{id}", StaffRole.Author),
        new("POST", "/staff/items/{kind}/{id}", StaffRole.Author),
        new("GET", "/staff/items/{kind}/{id}/preview", StaffRole.Author),
        new("GET", "/staff/items/{kind}/{id}/preview/{part}", StaffRole.Author),
        new("POST", "/staff/markdown", StaffRole.Author),
        new("GET", "/staff/approvals", StaffRole.Author),
        new("POST", "/staff/approvals/take-back", StaffRole.Author),
        new("GET", "/staff/approvals/item/{kind}/{id}", StaffRole.Author),
        new("POST", "/staff/approvals/item/{kind}/{id}", StaffRole.Approver),
        new("GET", "/staff/approvals/item/{kind}/{id}/{part}", StaffRole.Author),
        new("GET", "/staff/subscribers/next", StaffRole.Approver),
        new("POST", "/staff/subscribers/next", StaffRole.Approver),
        new("GET", "/staff/subscribers/next/mail", StaffRole.Approver),
    ];

    [Fact]
    public void Every_route_of_staff_is_written_here_with_the_role_it_asks_for()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Publisher:Secret"] = new('s', 32) }).Build();
        using var app = (IDisposable)Handler.Build(new HandlerParts(
            configuration, PublisherSettings.Read(configuration, local: true), StorageAccount.Open(StorageAccount.Development), TimeProvider.System, _ => { }, logging => logging.ClearProviders()));
        var mapped = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) || endpoint.RoutePattern.RawText.StartsWith("/staff", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Where(method => method != "HEAD").Select(method => Line(
                method, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<StaffRoute>() is { } route ? route.Role?.Key() ?? "everyone" : "public")));

        Assert.Equal(Rules.Select(rule => Line(rule.Method, rule.Path, rule.IsPublic ? "public" : rule.Least?.Key() ?? "everyone")).Order(StringComparer.Ordinal), mapped.Order(StringComparer.Ordinal));

        static string Line(string method, string path, string who) => $"{method} {path}: {who}";
    }

    [Fact]
    public async Task Every_door_opens_to_whom_it_may_and_to_nobody_else()
    {
        var keys = new Dictionary<Caller, string>();
        foreach (var (caller, role) in ((Caller, StaffRole)[])[(Caller.Author, StaffRole.Author), (Caller.Approver, StaffRole.Approver), (Caller.Admin, StaffRole.Admin)])
            keys[caller] = await product.Get<StaffDirectory>().AddAsync($"The {caller}", role, default);
        var (wrong, failed) = (0, new List<string>());
        foreach (var rule in Rules.Where(rule => !rule.IsPublic))
        {
            foreach (var caller in Enum.GetValues<Caller>())
            {
                // A wrong key is held up when it comes again and again from one place: here each comes from elsewhere.
                using var browser = new StaffBrowser(product.Url, caller == Caller.WrongKey ? 100 + wrong++ : 0);
                var token = await EnterAsync(browser, rule, caller, keys);
                using var answer = await browser.SendAsync(Request(rule, token), [.. Headers(rule, caller, keys)]);
                var (expected, got) = (Expected(rule, caller), (int)answer.StatusCode);
                if (!expected.Contains(got)) failed.Add($"{rule.Method} {rule.Path}, {caller}: {got} instead of {string.Join(" or ", expected)}");
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed));
    }

    [Fact]
    public async Task What_opens_the_console_does_not_open_the_api_nor_the_other_way_round()
    {
        using var browser = new StaffBrowser(product.Url);
        var key = await product.Get<StaffDirectory>().AddAsync("Both ways", StaffRole.Admin, default);
        using var signedIn = await browser.SignInAsync(key);
        using var byCookie = await browser.GetAsync("/api/posts");
        Assert.Equal(HttpStatusCode.Unauthorized, byCookie.StatusCode);

        using var stranger = new StaffBrowser(product.Url);
        using var byKey = await stranger.GetAsync("/staff", ("Authorization", $"Bearer {key}"));
        Assert.Equal(HttpStatusCode.SeeOther, byKey.StatusCode);
    }

    /// <summary>What is asked for, where the role does: the endpoint's own answer to something that is not there.</summary>
    private static int[] Expected(Rule rule, Caller caller)
    {
        int[] own = (rule.Method, rule.Path) switch
        {
            ("POST", "/api/announcements") or ("POST", "/api/corrections") or ("POST", "/api/posts") => [400],
            ("GET", "/api/posts") or ("GET", "/staff") or ("GET", "/staff/audit") => [200],
            (_, "/staff/files/{name}") or (_, "/api/editions/{id}") or (_, "/api/editions/{id}/missed") or (_, "/api/editions/{id}/{action}") => [404],
            (_, "/api/approvals/{kind}/{id}") or ("POST", "/staff/approvals/take-back") => [404],
            ("POST", "/staff/markdown") or ("GET", "/staff/approvals") or ("GET", "/staff/subscribers/next") => [200],
            (_, "/staff/items/new") or (_, "/staff/items/{kind}/{id}") or (_, "/staff/items/{kind}/{id}/preview") or (_, "/staff/items/{kind}/{id}/preview/{part}") => [404],
            (_, "/staff/approvals/item/{kind}/{id}") or (_, "/staff/approvals/item/{kind}/{id}/{part}") or (_, "/staff/subscribers/next/mail") => [404],
            ("GET", "/staff/audience" or "/staff/audience/person" or "/staff/audience/import" or "/staff/reports" or "/staff/settings" or "/staff/settings/doctor") or ("POST", "/staff/settings/doctor") => [200],
            ("POST", "/staff/audience" or "/staff/audience/person/lift") => [303],
            ("POST", "/staff/audience/person" or "/staff/audience/import" or "/staff/subscribers/next") => [422],
            (_, "/staff/audience/import/{id}") => [404],
            // Who is signed in is led on.
            ("GET", "/staff/sign-in") => caller >= Caller.Author ? [303] : [200],
            // Without its own token, and a key in it.
            ("POST", "/staff/sign-in") => [403],
            ("POST", "/staff/sign-out") => [303],
            ("GET", "/staff/editions") or ("GET", "/staff/send/announce") or ("GET", "/staff/posts") => [200],
            // Of a digest that there is not: the list says so.
            ("POST", "/staff/editions") => [303],
            // An empty form, shown again.
            ("POST", "/staff/send/announce") => [422],
            (_, "/staff/editions/{id}") or (_, "/staff/editions/{id}/{view}") or (_, "/staff/send/correct") or ("POST", "/staff/posts") or (_, "/staff/posts/{network}/{kind}/{id}") => [404],
            _ => throw new InvalidOperationException($"{rule.Method} {rule.Path} has no answer written here."),
        };
        if (rule.Least is not { } least) return own;
        return caller switch
        {
            // A page is left for the sign-in; a form says that nothing was saved.
            < Caller.Author => rule.IsPage && rule.Method == "GET" ? [303] : [401],
            _ => RoleOf(caller).Contains(least) ? own : [403],
        };
    }

    private static StaffRole RoleOf(Caller caller) => caller switch
    {
        Caller.Author => StaffRole.Author,
        Caller.Approver => StaffRole.Approver,
        _ => StaffRole.Admin,
    };

    /// <returns>What the forms of this caller carry.</returns>
    private async Task<string> EnterAsync(StaffBrowser browser, Rule rule, Caller caller, Dictionary<Caller, string> keys)
    {
        if (!rule.IsPage) return "";
        if (caller == Caller.ExpiredSession)
        {
            using var signedIn = await browser.SignInAsync(keys[Caller.Admin]);
            var (session, token) = (browser.Session, await browser.CsrfAsync());
            await product.Get<StaffSessions>().EndAsync(session, default);
            return token;
        }

        if (caller < Caller.Author) return "";
        using var entered = await browser.SignInAsync(keys[caller]);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        return await browser.CsrfAsync();
    }

    private static IEnumerable<(string Name, string Value)> Headers(Rule rule, Caller caller, Dictionary<Caller, string> keys)
    {
        // One key that is tried again and again is held up, from wherever it comes.
        if (caller == Caller.WrongKey) yield return ("Authorization", $"Bearer pub_of-nobody-{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(rule.Method + rule.Path))}");
        if (caller == Caller.ForgedPrincipal) yield return ("X-MS-CLIENT-PRINCIPAL", PlatformSignInTests.Principal("Mallory", "admin"));
        if (caller >= Caller.Author && !rule.IsPage) yield return ("Authorization", $"Bearer {keys[caller]}");
    }

    private static HttpRequestMessage Request(Rule rule, string token)
    {
        var request = new HttpRequestMessage(new HttpMethod(rule.Method), rule.Example);
        if (rule.Method == "POST") request.Content = rule.IsPage ? new FormUrlEncodedContent([new("csrf", token)]) : new StringContent("{}", Encoding.UTF8, "application/json");
        return request;
    }
}
