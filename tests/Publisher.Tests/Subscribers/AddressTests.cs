using Publisher.Mail.Mime;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class AddressTests
{
    [Theory]
    [InlineData(" Jan.Kowalski@Example.ORG ", "Jan.Kowalski@example.org", "jan.kowalski@example.org")]
    [InlineData("ŻÓŁW@EXAMPLE.ORG", "ŻÓŁW@example.org", "żółw@example.org")]
    [InlineData("jan@Żółw.example", "jan@xn--w-uga1v8h.example", "jan@xn--w-uga1v8h.example")]
    [InlineData("o'brien+news@example.org", "o'brien+news@example.org", "o'brien+news@example.org")]
    public void Spellings_of_one_address_become_one(string text, string mailbox, string normal)
    {
        var address = Address.Parse(text, out var fault);

        Assert.Equal("", fault);
        Assert.Equal(new Address(mailbox, normal), address);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("jan", "has no @")]
    [InlineData("@example.org", "before the @")]
    [InlineData("a b@example.org", "before the @")]
    [InlineData("a@b@example.org", "before the @")]
    [InlineData(".a@example.org", "before the @")]
    [InlineData("a..b@example.org", "before the @")]
    [InlineData("\"a\"@example.org", "before the @")]
    [InlineData("a<b@example.org", "before the @")]
    [InlineData("a\u200Bb@example.org", "a character that an address cannot have")]
    [InlineData("a\r\nBcc: b@example.org", "before the @")]
    [InlineData("a@localhost", "no valid domain")]
    [InlineData("a@", "no valid domain")]
    [InlineData("a@example..org", "no valid domain")]
    [InlineData("a@example.org.", "no valid domain")]
    [InlineData("a@-example.org", "no valid domain")]
    [InlineData("a@[127.0.0.1]", "no valid domain")]
    [InlineData("a@exa_mple.org", "no valid domain")]
    public void What_is_no_address_is_refused_with_a_reason(string text, string reason)
    {
        Assert.Null(Address.Parse(text, out var fault));
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_end_where_the_protocol_ends_them()
    {
        Assert.NotNull(Address.Parse(new string('a', 64) + "@example.org", out _));
        Assert.Null(Address.Parse(new string('a', 65) + "@example.org", out _));
        Assert.Null(Address.Parse("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)), out _));
    }

    [Fact]
    public void Whatever_is_taken_for_an_address_can_be_mailed() => Chance.Times(4000, random =>
    {
        var text = string.Concat(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Piece(random))) + "@" + string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => Piece(random))) + random.Of(".org", "", ".");
        if (Address.Parse(text, out var fault) is { } address)
        {
            Assert.Equal(address.Mailbox, new Mailbox(address.Mailbox).Address);
            Assert.Equal(address, Address.Parse(address.Mailbox, out _));
        }
        else
        {
            Assert.NotEqual("", fault);
        }
    });

    [Fact]
    public void However_a_person_writes_it_one_address_is_one_key() => Chance.Times(2000, random =>
    {
        var local = string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => random.Of("a", "z", "ż", "ó", "й", "ế", "1", "+x", "-")));
        var (name, ascii) = random.Of(("żółw.example", "xn--w-uga1v8h.example"), ("example.org", "example.org"), ("ŻÓŁW.example", "XN--W-uga1v8h.EXAMPLE"));
        var key = SubscriberKey.Of(Address.Parse($"{local}@{name}", out _)!);

        Assert.Equal(key, SubscriberKey.Of(Address.Parse($" {local.ToUpperInvariant()}@{ascii}", out _)!));
        Assert.Equal(key, SubscriberKey.Of(Address.Parse($"{ComposedTests.Apart(local)}@{ComposedTests.Apart(name)} ", out _)!));
    });

    [Theory]
    [InlineData("jan+lista@example.org", "jan@example.org")]
    [InlineData("JAN+a+b@example.org", "jan@example.org")]
    [InlineData("+jan@example.org", "+jan@example.org")]
    [InlineData("j.an@example.org", "j.an@example.org")]
    public void For_limits_what_follows_a_plus_is_the_same_mailbox_but_it_is_another_subscriber(string text, string counted)
    {
        var address = Address.Parse(text, out _)!;

        Assert.Equal(counted, address.ForLimits);
        Assert.Equal(counted == address.Normal, SubscriberKey.Of(address) == SubscriberKey.Of(Address.Parse(counted, out _)!));
    }

    [Fact]
    public void A_key_is_stable_and_its_first_digits_are_the_partition()
    {
        var key = SubscriberKey.Of(Address.Parse("Jan@Example.org", out _)!);

        Assert.Equal(key, SubscriberKey.Of(Address.Parse("jan@example.ORG", out _)!));
        // printf 'jan@example.org' | sha256sum
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("jan@example.org"u8)), key.Hex);
        Assert.Equal(key.Hex, key.PartitionKey + key.RowKey);
        Assert.Equal(key, SubscriberKey.FromBytes(key.ToBytes()));
        Assert.InRange(Convert.ToInt32(key.PartitionKey, 16), 0, KeyRange.Partitions - 1);
    }

    [Fact]
    public void Many_keys_fill_every_partition() => Assert.Equal(
        KeyRange.Partitions,
        Enumerable.Range(0, 5000).Select(number => Some.Subscriber($"a{number}@example.org").Key.PartitionKey).Distinct(StringComparer.Ordinal).Count());

    private static string Piece(Random random) => random.Next(3) == 0
        ? ((char)random.Next(0x20, 0x3000)).ToString()
        : random.Of("a", "Ż", "b1", ".", "-", "_", "'", "\u00AD", "ß", "İ", "日本", "\u200D", "xn--", "\u0378", "😀", "\u0301");
}
