using System.Text.RegularExpressions;
using Publisher.Testing;

namespace Publisher.App.Tests.House;

/// <summary>What people change is changed by way of what writes it down, from wherever they do it.</summary>
public sealed partial class RecordedTests
{
    /// <summary>These are what writes it down, or one machine's own: a demo and a trial on data that they make up.</summary>
    private static readonly string[] Exempt = ["Staff/Recorded/", "Staff/AnnounceOnChannels.cs", "Cli/TrialCommand.cs", "Cli/DemoCommand.cs"];

    [Fact]
    public void Nothing_of_the_console_the_api_or_the_command_line_goes_round_the_log()
    {
        var root = Checkout.At("functions", "Publisher.App");
        var breaches = from folder in (string[])["Staff", "Cli"]
                       from file in Directory.GetFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
                       let name = Path.GetRelativePath(root, file).Replace('\\', '/')
                       where !Exempt.Any(exempt => name.StartsWith(exempt, StringComparison.Ordinal))
                       from Match match in Change().Matches(File.ReadAllText(file))
                       select $"{name}: {match.Value}";

        Assert.Empty(breaches);
    }

    /// <summary>What changes something: calls on names that these things have here, and their types asked for by the command line.</summary>
    [GeneratedRegex(@"\b(?:steer|dispatch|lift|erase)\.\w+Async\(|\b(?:correct|announce)\.(?:Keep|Run)Async\(|\bprepare\.RunNowAsync\(|\bedits\.SaveAsync\(|\bapprovals\.(?:Ask|Approve|Refuse|Bypass|TakeBack)Async\(|\bstaff\.(?:Add|Revoke)Async\(|Get<StaffPosts>\(\)\.(?:Wish|Decide)Async|Get<(?:SteerEdition|DispatchEditions|LiftSuppression|EraseSubscriber|EditItem)>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Change();
}
