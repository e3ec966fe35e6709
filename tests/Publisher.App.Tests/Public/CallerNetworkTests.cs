using System.Net;
using Microsoft.AspNetCore.Http;
using Publisher.App.Public;

namespace Publisher.App.Tests.Public;

public sealed class CallerNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7:49152", "203.0.113.0/24")]
    [InlineData("203.0.113.7", "203.0.113.0/24")]
    [InlineData("[2001:db8:1:2::3]:443", "2001:db8:1::/48")]
    [InlineData("2001:db8:1:2::3", "2001:db8:1::/48")]
    [InlineData("6.6.6.6, 7.7.7.7,203.0.113.7:1", "203.0.113.0/24")]
    [InlineData("203.0.113.7, unknown", "")]
    [InlineData("203.0.113.7,", "")]
    [InlineData("", "")]
    [InlineData("7", "")]
    [InlineData("203.0.113.7:99999", "")]
    [InlineData("203.0.113.7; DROP TABLE", "")]
    public void Behind_the_host_the_last_hop_counts_and_only_if_it_is_an_address(string header, string network) =>
        Assert.Equal(network, new CallerNetwork(hosted: true).Of(Context(header)).Text);

    [Fact]
    public void Without_the_host_nobody_vouches_for_the_header() => Assert.Equal("198.51.100.0/24", new CallerNetwork(hosted: false).Of(Context("203.0.113.7")).Text);

    private static DefaultHttpContext Context(string header)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("198.51.100.9");
        context.Request.Headers["X-Forwarded-For"] = header;
        return context;
    }
}
