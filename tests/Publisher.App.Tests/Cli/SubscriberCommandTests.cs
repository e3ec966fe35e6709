using System.Text.Json;
using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

/// <summary>One command after the other, each a process of its own.</summary>
public sealed class SubscriberCommandTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_consent_is_proved_shown_and_erased_and_no_import_brings_it_back()
    {
        folder.Write("people.csv", "address,name\nanna@example.org,Żaneta\n");
        await SayAsync("import", "subscribers", "people.csv", "--source", "lista z 9 maja");

        using var proof = JsonDocument.Parse(await SayAsync("subscriber", "proof", "ANNA@example.org"));
        Assert.Equal("Żaneta", proof.RootElement.GetProperty("subscriber").GetProperty("name").GetString());
        Assert.Equal("import: lista z 9 maja", proof.RootElement.GetProperty("history")[0].GetProperty("channel").GetString());
        Assert.Contains("Imported · import: lista z 9 maja", await SayAsync("subscriber", "show", "anna@example.org"), StringComparison.Ordinal);
        await SayAsync("subscriber", "proof", "anna@example.org", "--html", "proof.html");
        var html = await File.ReadAllTextAsync(Path.Combine(folder.Path, "proof.html"));
        Assert.Contains("<html lang=\"pl\">", html, StringComparison.Ordinal);
        Assert.Contains("Potwierdzenie zgody na biuletyn</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/preferences", html, StringComparison.Ordinal);

        // Nothing is typed, so nothing is erased.
        var asked = await Run.ToEndAsync(Run.Publisher, ["subscriber", "erase", "anna@example.org"], folder.Path);
        Assert.Equal((1, "Nothing was erased: that is another address."), (asked.ExitCode, asked.Error.Trim()));
        Assert.Contains("Erased.", await SayAsync("subscriber", "erase", "anna@example.org", "--yes"), StringComparison.Ordinal);
        Assert.Contains("0 added, 0 there already, 1 suppressed", await SayAsync("import", "subscribers", "people.csv", "--source", "lista"), StringComparison.Ordinal);
        foreach (var (address, sentence) in ((string, string)[])[("anna@example.org", "„anna@example.org” was erased on "), ("jan@example.org", "„jan@example.org” is not on the list"), ("jan", "That is no address.")])
        {
            var ended = await Run.ToEndAsync(Run.Publisher, ["subscriber", "proof", address], folder.Path);
            Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
            Assert.StartsWith(sentence, ended.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Why_an_address_is_never_mailed_is_shown_and_staff_can_lift_it_with_a_reason()
    {
        folder.Write("left.csv", "address,status\njan@example.org,unsubscribed\n");
        await SayAsync("import", "subscribers", "left.csv", "--source", "lista", "--suppress-unsubscribed");

        Assert.StartsWith("„jan@example.org” is not on the list; it is never mailed: unsubscribed before the import, since ", await FailAsync("show", "jan@example.org"), StringComparison.Ordinal);
        Assert.StartsWith("Nothing was changed.", await FailAsync("unsuppress", "jan@example.org", "--reason", "jan@example.org asked"), StringComparison.Ordinal);
        Assert.Contains("is so no more", await SayAsync("subscriber", "unsuppress", "jan@example.org", "--reason", "asked by phone"), StringComparison.Ordinal);
        Assert.Equal("„jan@example.org” is not suppressed.", await FailAsync("unsuppress", "jan@example.org", "--reason", "asked again"));
    }

    private async Task<string> FailAsync(params string[] arguments)
    {
        var ended = await Run.ToEndAsync(Run.Publisher, ["subscriber", .. arguments], folder.Path);
        Assert.Equal((1, ""), (ended.ExitCode, ended.Output));
        return ended.Error.Trim();
    }

    private async Task<string> SayAsync(params string[] arguments)
    {
        var ended = await Run.ToEndAsync(Run.Publisher, arguments, folder.Path);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        return ended.Output;
    }
}
