using System.Net;
using System.Net.Sockets;
using Publisher.Testing;

namespace Publisher.App.Tests.Cli;

/// <summary>What people do wrong, and what they are told.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_broken_content_file_is_named_by_line_field_and_fault_and_nothing_is_imported()
    {
        var file = folder.Write("broken.json", """
            { "items": [
              { "kind": "call", "id": "good", "title": "Dobry nabór", "summary": "Krótko." },
              { "kind": "call", "id": "Bad Id", "titel": "Zły nabór", "summary": "Krótko.",
                "closes": "jutro" }
            ] }
            """);

        var ended = await PublisherAsync("import", "content", file);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Nothing was imported: the file has 4 faults.", ended.Error, StringComparison.Ordinal);
        Assert.Contains("line 3, items[1].title: is missing", ended.Error, StringComparison.Ordinal);
        Assert.Contains("line 3, items[1].titel: is not a field here; did you mean „title”?", ended.Error, StringComparison.Ordinal);
        Assert.Contains("line 3, items[1].id: „Bad Id” cannot be a link's name", ended.Error, StringComparison.Ordinal);
        Assert.Contains("line 4, items[1].closes: „jutro” is not a day or an hour", ended.Error, StringComparison.Ordinal);
        Readable(ended);
        var prepared = await PublisherAsync("edition", "prepare");
        Assert.Contains("was skipped: nothing was published", prepared.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_list_of_subscribers_is_named_by_line_and_column()
    {
        var file = folder.Write("people.csv", "address;name;kinds\nanna@example.org;Anna;call\nnot-an-address;Jan;calls\n");

        var ended = await PublisherAsync("import", "subscribers", file, "--source", "lista z 9 maja");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("line 3, address: „not-an-address” has no @", ended.Error, StringComparison.Ordinal);
        Assert.Contains("line 3, kinds: „calls” is not a kind of item", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_stop_the_start_with_one_sentence_each()
    {
        var ended = await PublisherAsync(
            ["serve"], ("Publisher__Mail__Transport", "pigeon"), ("Publisher__Mail__Port", "70000"), ("Publisher__Digest__Cadence", "sometimes"), ("Publisher__Mail__Hots", "relay"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("Publisher__Mail__Transport is „pigeon”; it can be outbox or smtp", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Publisher__Mail__Port is „70000”; it must be a whole number from 1 to 65535", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Publisher__Digest__Cadence is „sometimes”", ended.Error, StringComparison.Ordinal);
        Assert.Contains("Publisher__Mail__Hots is not a setting; did you mean Publisher__Mail__Host?", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task A_busy_port_is_said_in_a_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var ended = await PublisherAsync("serve", "--port", $"{port}");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains($"Port {port} is in use.", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task A_missing_node_is_said_in_a_sentence()
    {
        var ended = await PublisherAsync(["demo", "--exit"], ("PATH", folder.Path), ("DOTNET_ROOT", DotnetRoot()));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("Node.js was not found on the PATH.", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Theory]
    [InlineData("serv")]
    [InlineData("demo --subscribers 0")]
    [InlineData("demo --subscribers many")]
    [InlineData("demo --as-of yesterday")]
    [InlineData("serve --port 99999")]
    [InlineData("import subscribers people.csv")]
    [InlineData("staff add Anna --role boss")]
    [InlineData("edition preview --as-of yesterday")]
    [InlineData("edition preview --subscriber anna")]
    [InlineData("edition preview --subscriber anna@example.org --kinds call")]
    [InlineData("edition preview weekly-0001 --digest weekly")]
    public async Task A_wrong_command_line_ends_with_2_and_points_to_the_help(string line)
    {
        var ended = await PublisherAsync(line.Split(' '));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("publisher --help", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Theory]
    [InlineData("import content nowhere.json", "There is no such file")]
    [InlineData("edition send weekly-0007", "There is no edition „weekly-0007”.")]
    [InlineData("edition show ../../etc", "There is no edition „../../etc”.")]
    [InlineData("edition prepare --digest daily", "„daily” is not one; they are weekly")]
    [InlineData("edition preview weekly-0007", "There is no edition „weekly-0007”.")]
    [InlineData("edition preview --subscriber anna@example.org", "There is no subscriber „anna@example.org”.")]
    [InlineData("edition preview --kinds calls", "kinds: „calls” is not a kind of item; did you mean „call”?")]
    [InlineData("edition preview --districts Rubinkwo", "districts: „Rubinkwo” is not a district: this organisation has none")]
    [InlineData("edition preview --language xx --topics sport", "language: „xx” is not a language of this installation; it has pl")]
    public async Task What_is_not_there_is_said_by_name(string line, string sentence)
    {
        var ended = await PublisherAsync(line.Split(' '));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains(sentence, ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_written_is_said_and_not_waited_for()
    {
        var file = folder.Write("afile", "");

        var ended = await PublisherAsync("demo", "--exit", "--outbox", Path.Combine(file, "x"));

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("afile", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task A_list_in_another_encoding_is_refused_before_a_name_is_broken()
    {
        var file = Path.Combine(folder.Path, "people.csv");
        await File.WriteAllBytesAsync(file, [.. "address,name\nanna@example.org,"u8, 0xA3, .. "ucja\n"u8]);

        var ended = await PublisherAsync("import", "subscribers", file, "--source", "lista");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("is not UTF-8 text", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task A_settings_file_that_is_not_json_is_named()
    {
        folder.Write("publisher.local.json", "{ \"Publisher\": { ");

        var ended = await PublisherAsync("edition", "show");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("publisher.local.json is not JSON", ended.Error, StringComparison.Ordinal);
        Readable(ended);
    }

    [Fact]
    public async Task A_storage_key_never_shows_in_an_error()
    {
        var ended = await PublisherAsync(["edition", "show"], ("AzureWebJobsStorage", "AccountName=x;AccountKey=c2VjcmV0LWtleQ"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("AzureWebJobsStorage is not a storage connection string", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", ended.All, StringComparison.Ordinal);
        Readable(ended);
    }

    private static string DotnetRoot() => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private static void Readable(Ended ended)
    {
        Assert.DoesNotContain("   at ", ended.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", ended.All, StringComparison.Ordinal);
        Assert.DoesNotContain("should not", ended.All, StringComparison.Ordinal);
    }

    private Task<Ended> PublisherAsync(params string[] arguments) => PublisherAsync(arguments, []);

    private Task<Ended> PublisherAsync(string[] arguments, params (string Name, string? Value)[] environment) =>
        Run.ToEndAsync(Run.Publisher, arguments, folder.Path, environment);
}
