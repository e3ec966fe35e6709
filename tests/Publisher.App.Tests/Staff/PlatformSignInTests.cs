using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.Staff;
using Publisher.Testing;

namespace Publisher.App.Tests.Staff;

/// <summary>The header of the platform's sign-in, which is anybody's to send where that is not on.</summary>
public sealed class PlatformSignInTests
{
    [Fact]
    public void The_header_is_nothing_unless_a_setting_says_that_the_platform_stands_in_front() =>
        Assert.Null(Read(on: false, Principal("Mallory", "admin")));

    [Theory]
    [InlineData("author", StaffRole.Author)]
    [InlineData("APPROVER", StaffRole.Approver)]
    [InlineData("news-admin", StaffRole.Admin)]
    [InlineData("admin", null)]
    [InlineData("something", null)]
    [InlineData("", null)]
    public void Roles_of_the_platform_are_ours_as_the_settings_say(string role, StaffRole? ours) =>
        Assert.Equal(("Anna Nowak", ours), Read(on: true, Principal("Anna Nowak", role)));

    [Fact]
    public void Of_several_roles_the_highest_counts() => Assert.Equal(("Anna", StaffRole.Admin), Read(on: true, Principal("Anna", "author", "news-admin", "approver")));

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("bm90IGpzb24=")]
    [InlineData("bnVsbA==")]
    [InlineData("W10=")]
    [InlineData("e30=")]
    [InlineData("eyJjbGFpbXMiOltudWxsXX0=")]
    [InlineData("eyJjbGFpbXMiOlt7fV19")]
    public void What_is_no_principal_is_nobody(string header) => Assert.Null(Read(on: true, header));

    [Fact]
    public async Task Over_http_the_platforms_people_come_in_with_their_role_and_their_forms_are_theirs_alone()
    {
        await using var product = await ConsoleProduct.StartAsync(("Publisher:Staff:PlatformSignIn", "true"));
        using var browser = new StaffBrowser(product.Url);
        (string, string) approver = ("X-MS-CLIENT-PRINCIPAL", Principal("Anna", "approver")), author = ("X-MS-CLIENT-PRINCIPAL", Principal("Jan", "author")), stranger = ("X-MS-CLIENT-PRINCIPAL", Principal("Ewa", "guest"));

        using var audit = await browser.GetAsync("/staff/audit", approver);
        Assert.Equal(HttpStatusCode.OK, audit.StatusCode);
        var token = StaffBrowser.FieldOf(await audit.Content.ReadAsStringAsync(), "csrf");
        using var small = await browser.GetAsync("/staff/audit", author);
        Assert.Equal(HttpStatusCode.Forbidden, small.StatusCode);
        using var none = await browser.GetAsync("/staff", stranger);
        Assert.Equal(HttpStatusCode.Forbidden, none.StatusCode);
        Assert.Contains("Ewa", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var api = await browser.GetAsync("/api/posts", approver);
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);

        foreach (var (header, csrf, expected) in (((string, string), string, HttpStatusCode)[])[(author, token, HttpStatusCode.Forbidden), (approver, "", HttpStatusCode.Forbidden), (approver, token, HttpStatusCode.OK)])
        {
            using var signedOut = await browser.PostAsync("/staff/sign-out", [("csrf", csrf)], header);
            Assert.Equal(expected, signedOut.StatusCode);
        }
    }

    /// <summary>As App Service Authentication writes it.</summary>
    internal static string Principal(string name, params string[] roles) => Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new
    {
        auth_typ = "aad",
        claims = roles.Select(role => new { typ = "roles", val = role }).Prepend(new { typ = "name", val = name }),
        name_typ = "name",
        role_typ = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role",
    })));

    private static (string Name, StaffRole? Role)? Read(bool on, string header)
    {
        var settings = PublisherSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Publisher:Secret"] = new('s', 32),
                ["Publisher:Staff:PlatformSignIn"] = on ? "true" : "false",
                ["Publisher:Staff:PlatformRoles:Admin"] = "news-admin",
            }).Build(),
            local: true);
        var context = new DefaultHttpContext();
        context.Request.Headers["X-MS-CLIENT-PRINCIPAL"] = header;
        return new PlatformPrincipal(settings.Staff).Read(context.Request);
    }
}
