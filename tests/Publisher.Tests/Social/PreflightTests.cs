using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Publisher.Content;
using Publisher.Social;
using Publisher.Social.Preflight;

namespace Publisher.Tests.Social;

/// <summary>A web server of this machine that counts who comes, reached by names that a test gives addresses to.</summary>
public sealed class PreflightTests : IAsyncLifetime
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    private WebApplication site = null!;
    private Func<HttpContext, Task> answer = _ => Task.CompletedTask;
    private int visits;
    private int port;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        site = builder.Build();
        site.Run(context =>
        {
            Interlocked.Increment(ref visits);
            return answer(context);
        });
        await site.StartAsync();
        port = new Uri(site.Urls.Single()).Port;
    }

    public async Task DisposeAsync() => await site.DisposeAsync();

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("::ffff:168.63.129.16")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2001::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:db8::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_of_the_public_internet_is_none_to_fetch(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:1.1.1.1")]
    public void A_public_address_may_be_fetched(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1:PORT/")]
    [InlineData("http://localhost:PORT/")]
    [InlineData("http://[::1]:PORT/")]
    [InlineData("http://[::ffff:127.0.0.1]:PORT/")]
    [InlineData("http://2130706433:PORT/")]
    [InlineData("http://0x7f.1:PORT/")]
    [InlineData("http://0177.0.0.1:PORT/")]
    public async Task No_way_of_writing_this_machine_s_address_reaches_it(string url)
    {
        using var fetch = new SafeFetch("tests", TimeProvider.System);

        var fetched = await fetch.GetAsync(url.Replace("PORT", $"{port}", StringComparison.Ordinal), 1000, default);

        Assert.False(fetched.IsOk);
        Assert.Contains(fetched.Fault, (FetchFault[])[FetchFault.Private, FetchFault.Unreachable]);
        Assert.Equal(0, visits);
    }

    [Fact]
    public async Task A_name_that_leads_inside_is_refused_even_if_it_led_outside_before()
    {
        var calls = 0;
        using var fetch = new SafeFetch("tests", TimeProvider.System, new FetchRules((_, _) => Task.FromResult<IPAddress[]>(++calls == 1 ? [Public, IPAddress.Loopback] : [IPAddress.Loopback]), PublicAddress.Is));

        for (var time = 0; time < 2; time++) Assert.Equal(FetchFault.Private, (await fetch.GetAsync($"http://rebinding.example:{port}/", 1000, default)).Fault);
        Assert.Equal((2, 0), (calls, visits));
    }

    [Fact]
    public async Task A_redirect_to_the_inside_is_refused_where_it_leads()
    {
        using var fetch = Reaching("site.example");
        answer = context =>
        {
            context.Response.Redirect($"http://inside.example:{port}/metadata");
            return Task.CompletedTask;
        };

        var fetched = await fetch.GetAsync($"http://site.example:{port}/", 1000, default);

        Assert.Equal(FetchFault.Private, fetched.Fault);
        Assert.Equal(1, visits);
    }

    [Theory]
    [InlineData("/again")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://site.example/")]
    [InlineData("http://user:secret@site.example/")]
    public async Task Redirects_end(string target)
    {
        using var fetch = Reaching("site.example");
        answer = context =>
        {
            context.Response.Headers.Location = target;
            context.Response.StatusCode = 302;
            return Task.CompletedTask;
        };

        Assert.Equal(FetchFault.BadRedirect, (await fetch.GetAsync($"http://site.example:{port}/", 1000, default)).Fault);
        Assert.InRange(visits, 1, 6);
    }

    [Fact]
    public async Task A_flood_is_cut_off_whether_its_size_is_said_or_not()
    {
        using var fetch = Reaching("site.example");
        answer = async context =>
        {
            try
            {
                for (var block = 0; block < 10_000; block++) await context.Response.Body.WriteAsync(new byte[16 * 1024], context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // As it should be.
            }
        };

        Assert.Equal(FetchFault.TooLarge, (await fetch.GetAsync($"http://site.example:{port}/", 100_000, default)).Fault);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        var clock = new ManualTime(new DateTimeOffset(2023, 5, 2, 6, 0, 0, TimeSpan.Zero));
        using var fetch = new SafeFetch("tests", clock, new FetchRules((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), _ => true));
        answer = async context =>
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        Assert.Equal(FetchFault.Unreachable, (await fetch.GetAsync($"http://site.example:{port}/", 1000, default)).Fault);
    }

    [Theory]
    [InlineData(200, "<meta property=\"og:title\" content=\"A\"><meta content='https://site.example/a.png' property=og:image>", null, "")]
    [InlineData(200, "<html>", null, "gives its preview no title (og:title)")]
    [InlineData(403, "", null, "answers 403 to us")]
    [InlineData(404, "", "leads to no page (404): mend it in the item", "")]
    [InlineData(410, "", "leads to no page (410)", "")]
    [InlineData(503, "", "does not work now (503); it is tried again", "")]
    public async Task A_page_is_looked_at_as_a_network_would(int status, string html, string? blocking, string note)
    {
        answer = async context =>
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(html);
        };
        using var fetch = Reaching("site.example");

        var findings = await new LinkCheck(fetch).RunAsync(Post($"http://site.example:{port}/a?utm_source=facebook"), default);

        if (blocking is null) Assert.Null(findings.Blocking);
        else Assert.Contains(blocking, findings.Blocking, StringComparison.Ordinal);
        Assert.Equal(status == 503, findings.MayPass);
        if (note.Length > 0) Assert.Contains(findings.Notes, each => each.Contains(note, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_into_a_private_network_blocks_its_post_for_good()
    {
        using var fetch = new SafeFetch("tests", TimeProvider.System);

        var findings = await new LinkCheck(fetch).RunAsync(Post($"http://127.0.0.1:{port}/"), default);

        Assert.Contains("leads into a private network", findings.Blocking, StringComparison.Ordinal);
        Assert.False(findings.MayPass);
        Assert.Equal(0, visits);
    }

    [Fact]
    public async Task A_picture_has_to_have_an_encrypted_address()
    {
        answer = context => context.Response.WriteAsync("<html>");
        using var fetch = Reaching("site.example");

        var findings = await new LinkCheck(fetch).RunAsync(Post($"http://site.example:{port}/") with { Images = [new ItemImage("http://site.example/a.png", "A")] }, default);

        Assert.Contains("begins with https://", findings.Blocking, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_s_size_is_read_from_its_first_octets()
    {
        Assert.Equal(new ImageHeader("image/png", 640, 480), ImageHeader.Read([0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 2, 0x80, 0, 0, 1, 0xE0]));
        Assert.Equal(new ImageHeader("image/gif", 10, 20), ImageHeader.Read([.. "GIF89a"u8, 10, 0, 20, 0]));
        Assert.Equal(new ImageHeader("image/jpeg", 300, 200), ImageHeader.Read([0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0, 200, 1, 44, 3]));
        Assert.Equal(new ImageHeader("image/webp", 256, 2), ImageHeader.Read([.. "RIFF"u8, 0, 0, 0, 0, .. "WEBPVP8X"u8, 0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 1, 0, 0]));
        Assert.Equal(new ImageHeader("image/png", 1, 1) with { Width = 1024 }, ImageHeader.Read([0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 4, 0, 0, 0, 0, 1]));
    }

    [Theory]
    [InlineData("linkedin", "image/webp", 640, 480, "choose one in png or jpeg")]
    [InlineData("linkedin", "image/png", 6010, 6016, "make it smaller")]
    [InlineData("linkedin", "image/png", 6000, 6000, null)]
    [InlineData("mastodon", "image/jpeg", 7681, 4320, "make it smaller")]
    [InlineData("mastodon", "image/webp", 7680, 4320, null)]
    [InlineData("facebook", "image/webp", 640, 480, null)]
    [InlineData("mastodon", "image/png", int.MaxValue, int.MaxValue, "make it smaller")]
    public void A_picture_that_one_network_does_not_take_is_said_before_it_is_tried(string network, string type, int width, int height, string? words)
    {
        var why = LinkCheck.Unfit(network, new ImageHeader(type, width, height));

        if (words is null) Assert.Null(why);
        else Assert.EndsWith(words, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Octets_that_are_no_picture_never_break_the_reader()
    {
        var random = new Random(7);
        byte[][] heads = [[0x89, .. "PNG"u8], [.. "GIF8"u8], [0xFF, 0xD8, 0xFF], [.. "RIFF....WEBPVP8L"u8], [.. "RIFF....WEBPVP8 "u8], []];
        for (var time = 0; time < 20_000; time++)
        {
            var file = new byte[random.Next(64)];
            random.NextBytes(file);
            heads[time % heads.Length].AsSpan(0, Math.Min(file.Length, heads[time % heads.Length].Length)).CopyTo(file);
            if (ImageHeader.Read(file) is { } header) Assert.True(header is { Width: > 0, Height: > 0 });
            _ = OpenGraph.Read(file);
        }
    }

    [Theory]
    [InlineData("<META NAME='og:title' CONTENT='Nabór &amp; &quot;dotacje&quot;'>", "Nabór & \"dotacje\"", "")]
    [InlineData("<meta property=\"og:image\" content=\"https://a.example/1.png\"><meta property=\"og:image\" content=\"https://a.example/2.png\">", "", "https://a.example/1.png")]
    [InlineData("<meta property='og:title'", "", "")]
    public void A_page_s_card_is_read_as_networks_read_it(string html, string title, string image) => Assert.Equal(new OpenGraph(title, image), OpenGraph.Read(Encoding.UTF8.GetBytes(html)));

    /// <summary>One name leads to the server here as if it were public; every other one is this machine, and private.</summary>
    private static SafeFetch Reaching(string name)
    {
        var mapped = IPAddress.Parse("127.0.0.1");
        return new SafeFetch("tests", TimeProvider.System, new FetchRules(
            (host, _) => Task.FromResult<IPAddress[]>(host == name ? [mapped] : [IPAddress.IPv6Loopback]), address => address.AddressFamily == AddressFamily.InterNetwork));
    }

    private static Post Post(string link) => new("facebook", new ItemRef(ItemKind.News, "a"), Occasion.First, 1, PostState.Planned, default) { Link = link };
}
