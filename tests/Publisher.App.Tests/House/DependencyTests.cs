using System.Text.RegularExpressions;
using Publisher.Testing;

namespace Publisher.App.Tests.House;

/// <summary>The rooms of the house and who may enter which.</summary>
public sealed partial class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Alerts"] = [],
        ["Content"] = [],
        ["Storage"] = [],
        ["Approvals"] = [],
        ["Subscribers"] = ["Content", "Storage"],
        ["Rendering"] = ["Content"],
        ["Editions"] = ["Content", "Rendering"],
        ["Delivery"] = ["Content", "Rendering", "Editions", "Subscribers", "Storage", "Approvals"],
        ["Feedback"] = ["Subscribers"],
        ["Notices"] = ["Rendering", "Editions", "Subscribers", "Storage", "Delivery", "Alerts"],
        ["SignUp"] = ["Content", "Rendering", "Subscribers", "Storage", "Notices"],
        ["Archive"] = ["Content", "Rendering", "Subscribers", "Editions"],
        ["Calendar"] = ["Content", "Rendering"],
        ["Feeds"] = ["Content", "Rendering"],
        ["Staff"] = ["Storage"],
        ["Social"] = ["Content", "Rendering", "Storage", "Alerts"],
        ["Charts"] = [],
        ["Reports"] = ["Content", "Rendering", "Editions", "Delivery", "Subscribers", "Social", "Storage"],
        ["Board"] = ["Content", "Rendering", "Editions", "Delivery", "Social", "Approvals", "Staff"],
    };

    public static TheoryData<string> Slices => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Slices))]
    public void A_slice_uses_only_the_slices_it_may(string slice)
    {
        var breaches = from file in Directory.GetFiles(Checkout.At("functions", "Publisher", slice), "*.cs", SearchOption.AllDirectories)
                       from Match match in UsedSlice().Matches(File.ReadAllText(file))
                       let used = match.Groups[1].Value
                       where used != slice && Allowed.ContainsKey(used) && !Allowed[slice].Contains(used)
                       select $"{Path.GetFileName(file)} uses {used}";

        Assert.Empty(breaches);
    }

    [Fact]
    public void Every_slice_has_its_rule() => Assert.Equal(
        Allowed.Keys.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Checkout.At("functions", "Publisher")).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj")).Order(StringComparer.Ordinal));

    [Fact]
    public void Mail_knows_nothing_but_the_platform() => Assert.DoesNotContain(
        typeof(Mail.Merge.MergeProgram).Assembly.GetReferencedAssemblies(),
        name => !name.Name!.StartsWith("System", StringComparison.Ordinal));

    [Fact]
    public void Tables_know_no_word_of_the_product() => Assert.DoesNotContain(
        typeof(Azure.Data.Tables.TableClient).Assembly.GetReferencedAssemblies(),
        name => name.Name!.StartsWith("Publisher", StringComparison.Ordinal));

    [Fact]
    public void Only_the_app_knows_the_web_and_configuration() => Assert.DoesNotContain(
        typeof(Content.Items).Assembly.GetReferencedAssemblies(),
        name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.Name.StartsWith("Microsoft.Extensions.Configuration", StringComparison.Ordinal));

    [GeneratedRegex(@"^using (?:static )?Publisher\.(\w+)", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UsedSlice();
}
