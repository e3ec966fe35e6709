using System.Buffers.Text;
using System.Text;
using Publisher.Subscribers;

namespace Publisher.Tests.Subscribers;

public sealed class LinkRotationTests
{
    [Fact]
    public void A_token_from_before_there_were_old_secrets_still_works() => Assert.Equal(
        SubscriberKey.Of(Address.Parse("jan@example.org", out _)!),
        // Made by the product before it knew more than one secret.
        new LinkTokens(new LinkSecrets(Secret(new Random(5)), [Encoding.ASCII.GetBytes("a secret of thirty-two characters")])).Read(LinkPurpose.Unsubscribe, Ancient));

    [Fact]
    public void Links_outlive_changes_of_the_secret_and_not_its_removal() => Chance.Times(300, random =>
    {
        var secrets = Enumerable.Range(0, random.Next(2, 7)).Select(_ => Secret(random)).ToList();
        var key = Key(random);
        var purpose = random.Of(LinkPurpose.Unsubscribe, LinkPurpose.Preferences);
        // A link of each time, when the secret of then was the current one.
        var links = secrets.Select((_, at) => Tokens(secrets[..(at + 1)]).Create(purpose, key)).ToList();
        Assert.All(links, (link, at) => Assert.Equal(at + 1, Base64Url.DecodeFromChars(link)[0]));

        Assert.All(links, link => Assert.Equal(key, Tokens(secrets).Read(purpose, link)));

        // One or more are taken out, and the places of the others change.
        var kept = secrets.SkipLast(1).Select(_ => random.Next(2) == 0).Append(true).ToList();
        var rest = Tokens([.. secrets.Where((_, at) => kept[at])]);
        Assert.All(links, (link, at) => Assert.Equal(kept[at] ? key : null, rest.Read(purpose, link)));
    });

    [Fact]
    public void A_changed_bit_never_verifies_and_purposes_never_cross() => Chance.Times(40, random =>
    {
        var secrets = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Secret(random)).ToList();
        var (tokens, key) = (Tokens(secrets), Key(random));
        var link = Base64Url.DecodeFromChars(Tokens(secrets[..random.Next(1, secrets.Count + 1)]).Create(LinkPurpose.Preferences, key));

        Assert.Null(tokens.Read(LinkPurpose.Unsubscribe, Base64Url.EncodeToString(link)));
        for (var bit = 0; bit < link.Length * 8; bit++)
        {
            var changed = link.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(tokens.Read(LinkPurpose.Preferences, Base64Url.EncodeToString(changed)));
        }
    });

    [Fact]
    public void What_secrets_print_is_not_them() => Assert.Equal("2 secrets", new LinkSecrets(Secret(new Random(1)), [Secret(new Random(2))]).ToString());

    private const string Ancient = "AaP_ETGbXvaxqAqSvF_l7iESCgf7n-bJAdinrzrBKLLYp7xOR3iBJgaUC1jhoheXIg";

    private static LinkTokens Tokens(IReadOnlyList<byte[]> secrets) => new(new LinkSecrets(secrets[^1], [.. secrets.SkipLast(1)]));

    private static byte[] Secret(Random random)
    {
        var secret = new byte[LinkTokens.MinSecretOctets];
        random.NextBytes(secret);
        return secret;
    }

    private static SubscriberKey Key(Random random) => SubscriberKey.FromBytes(Secret(random));
}
