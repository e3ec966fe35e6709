using System.Buffers.Text;
using System.Text;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class LinkTokenTests
{
    private static readonly LinkTokens Tokens = new(Encoding.ASCII.GetBytes("a secret of thirty-two characters"));

    private static readonly SubscriberKey Jan = Some.Subscriber("jan@example.org").Key;

    [Fact]
    public void A_token_names_whom_it_was_made_for() => Chance.Times(100, random =>
    {
        var key = Some.Subscriber($"a{random.Next()}@example.org").Key;

        Assert.Equal(key, Tokens.Read(LinkPurpose.Unsubscribe, Tokens.Create(LinkPurpose.Unsubscribe, key)));
    });

    [Fact]
    public void A_token_with_any_bit_changed_is_none()
    {
        var token = Base64Url.DecodeFromChars(Tokens.Create(LinkPurpose.Unsubscribe, Jan));
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            var changed = token.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Tokens.Read(LinkPurpose.Unsubscribe, Base64Url.EncodeToString(changed)));
        }
    }

    [Fact]
    public void A_token_of_another_secret_or_purpose_is_none()
    {
        var token = Tokens.Create(LinkPurpose.Unsubscribe, Jan);

        Assert.Null(new LinkTokens(Encoding.ASCII.GetBytes("a secret of thirty-two Characters")).Read(LinkPurpose.Unsubscribe, token));
        Assert.Null(Tokens.Read((LinkPurpose)99, token));
    }

    [Fact]
    public void A_token_has_one_spelling()
    {
        var token = Tokens.Create(LinkPurpose.Unsubscribe, Jan);

        Assert.All(
            (string[])[token + "=", " " + token, token + "\n", token[..^1], token.ToUpperInvariant(), token.Replace('_', '/'), token[..10] + " " + token[10..^1]],
            other => Assert.True(other == token || Tokens.Read(LinkPurpose.Unsubscribe, other) is null, other));
    }

    [Fact]
    public void Garbage_is_no_token_and_no_failure() => Chance.Times(2000, random =>
    {
        var length = random.Next(2) == 0 ? Tokens.Create(LinkPurpose.Unsubscribe, Jan).Length : random.Next(200);
        var text = new string([.. Enumerable.Range(0, length).Select(_ => random.Next(5) == 0 ? (char)random.Next(0xFFFF) : random.Of('A', '-', '_', 'z', '9', '=', '/', ' '))]);

        Assert.Null(Tokens.Read(LinkPurpose.Unsubscribe, text));
    });

    [Fact]
    public void A_dated_token_names_whom_and_when_it_was_made_for() => Chance.Times(200, random =>
    {
        var (key, issued) = (Some.Subscriber($"a{random.Next()}@example.org").Key, Instant.FromUnixTimeSeconds(random.Next(1_600_000_000, 1_900_000_000)));
        var token = Tokens.Create(LinkPurpose.Confirm, key, issued);
        var later = random.Next(0, 20);

        var link = Tokens.Read(LinkPurpose.Confirm, token, issued + Duration.FromDays(later))!.Value;

        Assert.Equal((key, issued.InUtc().Date, later > LinkTokens.ConfirmDays), (link.Subscriber, link.Issued, link.Expired));
    });

    [Theory]
    [InlineData("2023-05-08T23:59:59Z", false)]
    [InlineData("2023-05-09T00:00:00Z", true)]
    [InlineData("2033-05-09T00:00:00Z", true)]
    public void A_dated_token_works_to_the_end_of_its_seventh_day(string now, bool expired)
    {
        var token = Tokens.Create(LinkPurpose.Confirm, Jan, Instant.FromUtc(2023, 5, 1, 23, 0));

        Assert.Equal(expired, Tokens.Read(LinkPurpose.Confirm, token, NodaTime.Text.InstantPattern.General.Parse(now).Value)!.Value.Expired);
    }

    [Fact]
    public void A_dated_token_with_any_bit_changed_is_none_and_one_of_a_day_to_come_neither()
    {
        var now = Instant.FromUtc(2023, 5, 1, 12, 0);
        var token = Base64Url.DecodeFromChars(Tokens.Create(LinkPurpose.Confirm, Jan, now));
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            var changed = token.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Tokens.Read(LinkPurpose.Confirm, Base64Url.EncodeToString(changed), now));
        }

        Assert.Null(Tokens.Read(LinkPurpose.Confirm, Tokens.Create(LinkPurpose.Confirm, Jan, now + Duration.FromDays(1)), now));
    }

    [Fact]
    public void Purposes_never_cross() => Chance.Times(100, random =>
    {
        var (key, now) = (Some.Subscriber($"a{random.Next()}@example.org").Key, Instant.FromUtc(2023, 5, 1, 12, 0));
        var (unsubscribe, preferences, confirm) =
            (Tokens.Create(LinkPurpose.Unsubscribe, key), Tokens.Create(LinkPurpose.Preferences, key), Tokens.Create(LinkPurpose.Confirm, key, now));

        Assert.Null(Tokens.Read(LinkPurpose.Preferences, unsubscribe));
        Assert.Null(Tokens.Read(LinkPurpose.Unsubscribe, preferences));
        foreach (var purpose in Enum.GetValues<LinkPurpose>())
        {
            Assert.Null(Tokens.Read(purpose, confirm));
            if (purpose != LinkPurpose.Confirm) Assert.Null(Tokens.Read(purpose, confirm, now));
            foreach (var token in (string[])[unsubscribe, preferences]) Assert.Null(Tokens.Read(purpose, token, now));
        }
    });

    [Fact]
    public void A_purpose_that_expires_gets_no_token_without_a_day_and_others_none_with_one()
    {
        Assert.Throws<ArgumentException>(() => Tokens.Create(LinkPurpose.Confirm, Jan));
        Assert.Throws<ArgumentException>(() => Tokens.Create(LinkPurpose.Unsubscribe, Jan, Instant.FromUtc(2023, 5, 1, 12, 0)));
    }

    [Fact]
    public void A_link_about_a_change_of_address_is_good_for_its_two_keys_its_side_and_seven_days_and_no_bit_of_it_can_be_changed()
    {
        var (ola, at) = (Some.Subscriber("ola@example.org").Key, Instant.FromUtc(2023, 5, 1, 23, 59));
        var token = Tokens.CreateMove(MoveSide.New, Jan, ola, at);

        Assert.Equal(new MoveLink(Jan, ola, MoveSide.New, false), Tokens.ReadMove(token, at));
        Assert.Equal(MoveSide.Old, Tokens.ReadMove(Tokens.CreateMove(MoveSide.Old, Jan, ola, at), at)!.Value.Side);
        Assert.False(Tokens.ReadMove(token, Instant.FromUtc(2023, 5, 8, 23, 59))!.Value.Expired);
        Assert.True(Tokens.ReadMove(token, Instant.FromUtc(2023, 5, 9, 0, 0))!.Value.Expired);
        Assert.Null(Tokens.ReadMove(token, Instant.FromUtc(2023, 4, 30, 23, 59)));
        var octets = Base64Url.DecodeFromChars(token);
        for (var bit = 0; bit < octets.Length * 8; bit++)
        {
            var changed = octets.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(Tokens.ReadMove(Base64Url.EncodeToString(changed), at));
        }
    }

    [Fact]
    public void A_link_about_a_change_of_address_opens_nothing_else_and_nothing_else_opens_it()
    {
        var at = Instant.FromUtc(2023, 5, 1, 0, 0);
        var move = Tokens.CreateMove(MoveSide.Old, Jan, Jan, at);
        foreach (var purpose in Enum.GetValues<LinkPurpose>())
        {
            Assert.Null(Tokens.Read(purpose, move));
            Assert.Null(Tokens.Read(purpose, move, at));
        }

        foreach (var other in (string[])[Tokens.Create(LinkPurpose.Preferences, Jan), Tokens.Create(LinkPurpose.Unsubscribe, Jan), Tokens.Create(LinkPurpose.Confirm, Jan, at)])
            Assert.Null(Tokens.ReadMove(other, at));
        Assert.Throws<ArgumentException>(() => Tokens.Create(LinkPurpose.MoveOld, Jan));
        Assert.Throws<ArgumentException>(() => Tokens.Create(LinkPurpose.MoveNew, Jan, at));
    }
}
