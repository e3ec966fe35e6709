using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class SubscriberFileTests
{
    private static readonly Districts Places = Districts.Parse("Rubinkowo, Stare Miasto", []);

    [Theory]
    [InlineData("address,name,kinds,districts\njan@example.org,Jan,call|news,Stare Miasto\n")]
    [InlineData("address;name;kinds;districts\r\njan@example.org;Jan;call|news;stare-miasto\r\n")]
    [InlineData("\uFEFFname\tADDRESS\tkinds\tdistricts\nJan\tjan@example.org\tcall | news\tSTARE MIASTO")]
    [InlineData("\"address\",\"name\",\"kinds\",\"districts\"\n\"jan@example.org\",\" Jan \",\"call|news\",\"Stare Miasto\"\n\n")]
    public void A_list_is_read_whatever_separates_its_columns(string text)
    {
        var person = Assert.Single(Read(text));

        Assert.Equal(("jan@example.org", "Jan", "pl", SubscriptionStatus.Confirmed, "fair"), (person.Address, person.Name, person.Language, person.Status, person.Source));
        Assert.Equal([ItemKind.Call, ItemKind.News], person.Interests.Kinds);
        Assert.Equal(["stare-miasto"], person.Interests.Districts);
    }

    [Fact]
    public void Every_fault_is_named_by_line_and_column()
    {
        var faults = Refused("address,language,kinds,districts\njan@,pl,,\nok@example.org,polski,concert,Rubinkow\nOK@example.org,pl,,\nok@EXAMPLE.org,,,\na,b,c,d,e\n");

        Assert.Contains(faults, fault => fault is { Line: 2, Field: "address" });
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "language" });
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "kinds" });
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "districts" } && fault.Text.Contains("did you mean „Rubinkowo”?", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 5, Field: "address" } && fault.Text.Contains("twice", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 6, Field: "line" });
        Assert.Equal(6, faults.Count);
    }

    [Theory]
    [InlineData("", "address")]
    [InlineData("name\nJan\n", "address")]
    [InlineData("adress,name\na@example.org,b\n", "adress")]
    [InlineData("address\n", "file")]
    [InlineData("address,name\na@example.org,\"never ended\n", "line")]
    public void A_file_of_another_shape_is_refused(string text, string field) => Assert.Contains(Refused(text), fault => fault.Field == field);

    [Fact]
    public void A_file_that_is_wrong_throughout_shows_its_first_faults() =>
        Assert.InRange(Refused("address\n" + string.Concat(Enumerable.Repeat("nobody\n", 5000))).Count, SubscriberFile.MaxFaults, SubscriberFile.MaxFaults + 5);

    [Fact]
    public void Any_text_is_read_or_refused() => Chance.Times(2000, random =>
    {
        var text = (random.Next(3) > 0 ? "address;name;topics\n" : "") +
            string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(8) == 0 ? ((char)random.Next(0xFFFF)).ToString() : random.Of(";", ",", "\t", "\"", "\n", "\r\n", "a@example.org", "Jan", "|", "\0", "\uFEFF")));
        try
        {
            Assert.NotEmpty(Read(text));
        }
        catch (RefusedException refused)
        {
            Assert.NotEmpty(refused.Faults);
        }
    });

    private static IReadOnlyList<Subscriber> Read(string text) => SubscriberFile.Read(text, Places, "fair", Instant.FromUtc(2023, 5, 1, 0, 0));

    private static IReadOnlyList<Fault> Refused(string text) => Assert.Throws<RefusedException>(() => Read(text)).Faults;
}
