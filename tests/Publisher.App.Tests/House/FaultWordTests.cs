using System.Text.Json;
using System.Text.RegularExpressions;
using Publisher.Testing;

namespace Publisher.App.Tests.House;

/// <summary>What the product finds wrong with a list of people has words in every language of the console.</summary>
public sealed partial class FaultWordTests
{
    [Theory]
    [InlineData("pl")]
    [InlineData("en")]
    public void Every_fault_of_a_list_has_its_words(string language)
    {
        using var words = JsonDocument.Parse(File.ReadAllText(Checkout.At("templates", "strings", "staff", $"{language}.json")));
        var code = Directory.GetFiles(Checkout.At("functions", "Publisher", "Subscribers", "Import"), "*.cs").Append(Checkout.At("functions", "Publisher", "Subscribers", "ImportSubscribers.cs")).Select(File.ReadAllText).ToList();
        var codes = code.SelectMany(text => Code().Matches(text)).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.InRange(codes.Count, 25, 100);
        Assert.All(codes, each => Assert.True(words.RootElement.TryGetProperty($"importFault{char.ToUpperInvariant(each[0])}{each[1..]}", out _), $"importFault… of „{each}”"));
        // One without a code would be read in English; but for what only a terminal can give.
        Assert.All(code.SelectMany(text => text.Split('\n')).Where(line => line.Contains("new Fault(", StringComparison.Ordinal)), line => Assert.Matches(@"\.As\(|--encoding|is a pipe", line));
    }

    [GeneratedRegex("""\.As\("(\w+)"|\.As\(near is null \? "(\w+)"|row\.Fault\([\w.]+, "(\w+)"|Refuse\("(\w+)", """, RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();
}
