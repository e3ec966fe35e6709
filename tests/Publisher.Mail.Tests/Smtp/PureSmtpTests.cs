using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Smtp;

namespace Publisher.Mail.Tests.Smtp;

public class PureSmtpTests
{
    [Fact]
    public void Whatever_a_server_says_the_parser_throws_nothing_but_its_own_error() =>
        Prop.ForAll(Gen.Elements("250", "250 ", "250-", "4", "421 4.3.2", "5.1.1", " ", "\r\n", "\n", "\r", "-", "x", "\0", "ż", "2.0.0", "999999999999", ".").ListOf().ToArbitrary(), pieces =>
        {
            var octets = Encoding.UTF8.GetBytes(string.Concat(pieces));
            try
            {
                if (SmtpReplyParser.TryParse(octets, needsText: true, out var reply, out var consumed))
                    Assert.True(consumed <= octets.Length && reply.Code is >= 200 and < 600 && !reply.Text.AsSpan().ContainsAnyExcept("\n" + Visible));
            }
            catch (SmtpProtocolException)
            {
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_fast_look_at_a_content_sees_what_a_slow_one_sees() =>
        Prop.ForAll(Gen.Elements("\r\n", "\r\n.", "\r", "\n", ".", "a", "ż", "a stretch of text that is longer than a vector of octets", "\r\n\r\n").ListOf().ToArbitrary(), pieces =>
        {
            var text = string.Concat(pieces);
            var traits = ContentScan.Of(Encoding.UTF8.GetBytes(text));
            var bare = text.Replace("\r\n", "", StringComparison.Ordinal);
            Assert.Equal(bare.Contains('\r', StringComparison.Ordinal) || bare.Contains('\n', StringComparison.Ordinal), traits.HasFlag(ContentTraits.BareLineEnd));
            Assert.Equal(text.StartsWith('.') || text.Contains("\n.", StringComparison.Ordinal), traits.HasFlag(ContentTraits.DotLine));
            Assert.Equal(!Ascii.IsValid(text), traits.HasFlag(ContentTraits.EightBit));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(60, null, 1)]
    [InlineData(null, 60, 60)]
    [InlineData(600, 3600, 1)]
    public void Messages_are_spaced_so_that_no_limit_is_passed(int? perMinute, int? perHour, int seconds)
    {
        var clock = new ManualClock();
        var pace = new SmtpPace(perMinute, perHour, clock);
        for (var i = 0; i < 5; i++)
        {
            Assert.True(pace.TryEnter(out _));
            Assert.False(pace.TryEnter(out var wait));
            Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
            Assert.Equal(wait, pace.Wait());
            clock.Advance(wait);
        }
        Assert.Equal(TimeSpan.Zero, pace.Wait());
        Assert.True(pace.TryEnter(out _));
    }

    [Fact]
    public void Sender_and_recipient_can_be_read_back_from_a_bounce_address()
    {
        var address = Verp.Encode(new("bounce@news.example.test"), new("ola.nowak+x@r.example.test"));
        Assert.Equal("bounce+ola.nowak+x=r.example.test@news.example.test", address!.Address);
        Assert.Equal("ola.nowak+x@r.example.test", Verp.Recipient(address, new("bounce@news.example.test"))!.Address);
        Assert.Null(Verp.Recipient(new("bounce@news.example.test"), new("bounce@news.example.test")));
        Assert.Null(Verp.Encode(new("bounce@news.example.test"), new(new string('a', 60) + "@example.test")));
    }

    private static string Visible => string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c));
}
