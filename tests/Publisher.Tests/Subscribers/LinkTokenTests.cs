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
}
