using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

public sealed class PostCommandTests : IDisposable
{
    private const string Item = "news/szkolimy-ngo";

    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_post_is_previewed_sent_listed_and_settled()
    {
        await SayAsync(0, "import", "content", Checkout.At("samples", "torun", "content.json"));
        var preview = await SayAsync(0, "post", "preview", Item, "--network", "mastodon");
        Assert.Matches(@"--- mastodon \(\d+ of 500 characters, pl\)", preview);
        Assert.Contains("utm_source=mastodon&utm_medium=social&utm_campaign=news-szkolimy-ngo", preview, StringComparison.Ordinal);
        Assert.Contains("There is no post yet.", await SayAsync(0, "post", "list"), StringComparison.Ordinal);

        Assert.Contains($"{Item} on facebook is ready", await SayAsync(0, "post", "send", "facebook", Item, "--text", folder.Write("words.txt", "Po swojemu.\n")), StringComparison.Ordinal);
        Assert.Contains($"{Item} on facebook is ready", await SayAsync(0, "post", "send", "facebook", Item), StringComparison.Ordinal);
        Assert.StartsWith("Po swojemu.\\n\\nhttp", Between(await File.ReadAllTextAsync(Path.Combine(folder.Path, ".local", "outbox", "social", "facebook-news-szkolimy-ngo.json")), "\"message\": \""), StringComparison.Ordinal);
        Assert.Contains("facebook: no token is set; posts lie ready to be copied", await SayAsync(0, "post", "list"), StringComparison.Ordinal);

        await SayAsync(0, "post", "reconcile", "facebook", Item, "--posted", "https://www.facebook.com/lgd/posts/7");
        Assert.Contains("posted", await SayAsync(0, "post", "list"), StringComparison.Ordinal);
        Assert.Contains("Of every post it is known whether it is there.", await SayAsync(0, "post", "reconcile"), StringComparison.Ordinal);
        Assert.Contains("is none of the networks here", await SayAsync(1, "post", "send", "myspace", Item), StringComparison.Ordinal);
        Assert.Contains("is over", await SayAsync(1, "post", "send", "facebook", "call/drugi-nabor-2023"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("post", "send", "facebook", "nonsense")]
    [InlineData("post", "preview", "news/a", "--network", "myspace")]
    [InlineData("post", "send", "facebook", "news/a", "--at", "tomorrow")]
    [InlineData("post", "reconcile", "facebook", "news/a")]
    [InlineData("post", "reconcile", "facebook", "news/a", "--again", "--drop")]
    [InlineData("post", "reconcile", "--again")]
    public async Task A_wrong_command_line_is_said(params string[] arguments) => Assert.NotEmpty(await SayAsync(2, arguments));

    private static string Between(string text, string start) => text[(text.IndexOf(start, StringComparison.Ordinal) + start.Length)..];

    private async Task<string> SayAsync(int code, params string[] arguments)
    {
        var ended = await Run.ToEndAsync(Run.Publisher, arguments, folder.Path);
        Assert.True(code == ended.ExitCode, ended.All);
        return ended.All;
    }
}
