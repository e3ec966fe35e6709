using System.Net;
using Publisher.SignUp;

namespace Publisher.Tests.SignUp;

public sealed class NetworkTests
{
    [Theory]
    [InlineData("203.0.113.77", "203.0.113.0/24")]
    [InlineData("::ffff:203.0.113.77", "203.0.113.0/24")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48")]
    [InlineData("::1", "::/48")]
    public void An_address_is_cut_to_a_neighbourhood(string address, string network) => Assert.Equal(network, Network.Of(IPAddress.Parse(address)).Text);

    [Fact]
    public void No_address_is_no_network() => Assert.Equal(Network.Unknown, Network.Of(null));
}
