using System.Net;
using System.Text;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff;

/// <summary>Who may send by the API, and that what they did is written down.</summary>
public sealed class FourEyesTests
{
    private const string Announcement = """{"subject": "Biuro nieczynne", "text": "W piątek nie pracujemy.", "at": "2023-06-01T08:00"}""";

    [Theory]
    [InlineData("true", StaffRole.Author, HttpStatusCode.Accepted, HttpStatusCode.Forbidden)]
    [InlineData("true", StaffRole.Approver, HttpStatusCode.Accepted, HttpStatusCode.NotFound)]
    [InlineData("false", StaffRole.Author, HttpStatusCode.Accepted, HttpStatusCode.NotFound)]
    public async Task Where_four_eyes_are_asked_for_authors_ask_and_stop_and_others_let_go_on(string fourEyes, StaffRole role, HttpStatusCode announced, HttpStatusCode resumed)
    {
        await using var product = await ConsoleProduct.StartAsync(("Publisher:Staff:FourEyes", fourEyes));
        using var client = new StaffBrowser(product.Url);
        (string, string) key = ("Authorization", $"Bearer {await product.Get<StaffDirectory>().AddAsync("Anna", role, default)}");

        Assert.Equal(HttpStatusCode.OK, await PostAsync("/api/announcements?dryRun=true", Announcement));
        Assert.Equal(announced, await PostAsync("/api/announcements", Announcement));
        Assert.Equal(resumed, await PostAsync("/api/editions/weekly-0009/resume", ""));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("/api/editions/weekly-0009/pause", ""));

        var entries = (await product.Get<AuditLog>().PageAsync("", default)).Entries;
        var entry = Assert.Single(entries);
        Assert.Equal(("Anna", AuditVerbs.Announce, ""), (entry.Who, entry.What, entry.Old));
        Assert.StartsWith("announcement-", entry.Target, StringComparison.Ordinal);
        Assert.Contains("Biuro nieczynne", entry.New, StringComparison.Ordinal);
        product.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Accepted, await PostAsync($"/api/editions/{entry.Target}/cancel", ""));
        Assert.Equal("edition-cancel", (await product.Get<AuditLog>().PageAsync("", default)).Entries[0].What);

        async Task<HttpStatusCode> PostAsync(string path, string json)
        {
            using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, key);
            return answer.StatusCode;
        }
    }
}
