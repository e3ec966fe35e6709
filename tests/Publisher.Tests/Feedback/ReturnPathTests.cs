using Publisher.Mail.Mime;
using Publisher.Subscribers;

namespace Publisher.Tests.Feedback;

public sealed class ReturnPathTests
{
    private static readonly byte[] Secret = [.. Enumerable.Repeat((byte)7, 32)];

    private static readonly SubscriberKey Key = Some.Subscriber("ola@example.org").Key;

    private static readonly ReturnPaths Paths = new(new LinkSecrets(Secret, []), new Mailbox("bounce@news.example.org"));

    [Fact]
    public void Names_the_reader_whatever_a_server_does_to_the_case_of_letters()
    {
        var address = Paths.Of(Key)!.Address;

        Assert.Matches("^bounce\\+[a-z2-7]{32}@news\\.example\\.org$", address);
        Assert.StartsWith(Paths.Read(address)!, Key.Hex, StringComparison.Ordinal);
        Assert.Equal(Paths.Read(address), Paths.Read(address.ToUpperInvariant()));
    }

    [Fact]
    public void Nobody_can_make_one_for_somebody_else()
    {
        var address = Paths.Of(Key)!.Address;
        var foreign = new ReturnPaths(new LinkSecrets([.. Enumerable.Repeat((byte)8, 32)], []), new Mailbox("bounce@news.example.org"));
        var at = address.IndexOf('+', StringComparison.Ordinal) + 1;

        Assert.Null(Paths.Read(foreign.Of(Key)!.Address));
        Assert.Null(Paths.Read(address.Replace("news", "other", StringComparison.Ordinal)));
        Assert.Null(Paths.Read("x" + address));
        for (var place = at; place < at + 32; place++)
        {
            var changed = address[..place] + (address[place] == 'a' ? 'b' : 'a') + address[(place + 1)..];
            Assert.Null(Paths.Read(changed));
        }

        foreach (var nonsense in (string[])["", "@", "bounce@news.example.org", "bounce+@news.example.org", $"bounce+{new string('1', 32)}@news.example.org", $"bounce+{new string('ł', 32)}@news.example.org", new('a', 5000)])
            Assert.Null(Paths.Read(nonsense));
    }

    [Fact]
    public void One_made_with_an_earlier_secret_is_still_known()
    {
        var address = Paths.Of(Key)!.Address;
        var later = new ReturnPaths(new LinkSecrets([.. Enumerable.Repeat((byte)9, 32)], [Secret]), new Mailbox("bounce@news.example.org"));

        Assert.Equal(Paths.Read(address), later.Read(address));
        Assert.NotEqual(address, later.Of(Key)!.Address);
    }

    [Fact]
    public void Without_an_address_of_bounces_there_are_none()
    {
        var none = new ReturnPaths(new LinkSecrets(Secret, []), null);

        Assert.Null(none.Of(Key));
        Assert.Null(none.Read(Paths.Of(Key)!.Address));
    }
}
