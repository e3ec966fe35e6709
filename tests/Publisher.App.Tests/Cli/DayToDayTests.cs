using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

/// <summary>One command after the other, each a process of its own, on the data that the one before left on disk.</summary>
public sealed class DayToDayTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_one_command_takes_in_the_next_one_finds()
    {
        folder.Write("people.csv", "address,name\nanna@example.org,Anna\n");
        var content = Checkout.At("samples", "torun", "content.json");

        Assert.Contains("5 items: 5 added, 0 updated, 0 unchanged.", await SayAsync("import", "content", content), StringComparison.Ordinal);
        Assert.Contains("5 items: 0 added, 0 updated, 5 unchanged.", await SayAsync("import", "content", content), StringComparison.Ordinal);
        Assert.Contains("1 added, 0 there already, 0 suppressed.", await SayAsync("import", "subscribers", "people.csv", "--source", "lista"), StringComparison.Ordinal);
        Assert.Contains("0 added, 1 there already, 0 suppressed.", await SayAsync("import", "subscribers", "people.csv", "--source", "lista"), StringComparison.Ordinal);
        // Of the sample's items of 2023 the news alone have no date after which they would be wrong.
        Assert.Contains("Edition weekly-0001 is ready with 3 items", await SayAsync("edition", "prepare"), StringComparison.Ordinal);
        Assert.Contains("weekly-0001 is on its way", await SayAsync("edition", "send", "weekly-0001"), StringComparison.Ordinal);
        Assert.Matches("weekly-0001 +. sending", await SayAsync("edition", "show"));
        Assert.Contains("Edition weekly-0001 is paused.", await SayAsync("edition", "pause", "weekly-0001"), StringComparison.Ordinal);
        Assert.Contains("Edition weekly-0001 goes on.", await SayAsync("edition", "resume", "weekly-0001"), StringComparison.Ordinal);
        Assert.Contains("there is nobody to be tried again", await SayAsync("edition", "retry", "weekly-0001"), StringComparison.Ordinal);
        Assert.Contains("Edition weekly-0001 is cancelled.", await SayAsync("edition", "cancel", "weekly-0001"), StringComparison.Ordinal);
        Assert.StartsWith("cancelled, 0 of 1 accepted", await SayAsync("edition", "watch", "weekly-0001"), StringComparison.Ordinal);
        Assert.Contains("Nobody has missed edition weekly-0001.", await SayAsync("edition", "missed", "weekly-0001"), StringComparison.Ordinal);
    }

    private async Task<string> SayAsync(params string[] arguments)
    {
        var ended = await Run.ToEndAsync(Run.Publisher, arguments, folder.Path);
        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        return ended.Output;
    }
}
