using System.Text;
using Publisher.Mail.Reading;

namespace Publisher.Mail.Tests.Reading;

/// <summary>Messages of people who wish us ill.</summary>
public sealed class HostileMessageTests
{
    [Fact]
    public void What_goes_beyond_a_limit_is_not_read()
    {
        Assert.Null(MessageReader.Read(new byte[ReadingLimits.Message + 1]));
        Assert.Null(MessageReader.Read(Reports.Octets(string.Concat(Enumerable.Repeat("A: b\r\n", ReadingLimits.Fields + 1)))));
        Assert.Null(MessageReader.Read(Reports.Octets("A: " + new string('x', ReadingLimits.Field) + "\r\n\r\n")));
        Assert.Null(MessageReader.Read(Reports.Octets("A: x\r\n" + string.Concat(Enumerable.Repeat(" " + new string('x', 900) + "\r\n", 20)))));
        Assert.Null(MessageReader.Read(Reports.Octets("Content-Type: multipart/mixed; boundary=a\r\n\r\n" + string.Concat(Enumerable.Repeat("--a\r\n\r\nx\r\n", ReadingLimits.Parts + 1)))));
        Assert.Null(MessageReader.Read(Reports.Octets(string.Concat(Enumerable.Range(0, ReadingLimits.Depth + 1).Select(each => $"Content-Type: multipart/mixed; boundary=b{each}\r\n\r\n--b{each}\r\n")))));
        Assert.Null(MessageReader.Read(Reports.Octets(string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 5000)))));
    }

    [Fact]
    public void What_is_just_within_the_limits_is_read()
    {
        Assert.Equal(ReadingLimits.Fields, MessageReader.Read(Reports.Octets(string.Concat(Enumerable.Repeat("A: b\r\n", ReadingLimits.Fields))))!.Fields.Count);
        Assert.Equal(
            ReadingLimits.Parts - 1,
            MessageReader.Read(Reports.Octets("Content-Type: multipart/mixed; boundary=a\r\n\r\n" + string.Concat(Enumerable.Repeat("--a\r\n\r\nx\r\n", ReadingLimits.Parts - 1))))!.Parts.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reports_that_are_cut_shuffled_or_overwritten_never_break_the_reader(int seed)
    {
        var random = new Random(seed);
        var samples = new[] { Reports.Postfix(), Reports.Complaint() }.Select(Encoding.ASCII.GetBytes).ToArray();
        for (var round = 0; round < 3000; round++)
        {
            var message = samples[random.Next(samples.Length)].ToArray();
            for (var hit = random.Next(1, 30); hit > 0; hit--) message[random.Next(message.Length)] = (byte)random.Next(256);
            if (random.Next(2) == 0) message = message[..random.Next(message.Length)];
            if (random.Next(3) == 0) message = [.. message[random.Next(message.Length + 1)..], .. message];

            var report = ReportReader.Read(message, random.Next(2) == 0 ? "" : "bounce+x@news.example.test");

            if (report is null) continue;
            Assert.True(report.Addresses.Count <= 64 && report.Detail.Length <= 40, $"seed {seed}, round {round}");
            Assert.All(report.Detail, letter => Assert.True(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-', $"seed {seed}, round {round}: {report.Detail}"));
        }
    }

    [Fact]
    public void Every_cut_of_a_report_is_read_without_a_fault()
    {
        var whole = Encoding.ASCII.GetBytes(Reports.Postfix());
        for (var length = 0; length <= whole.Length; length++) _ = ReportReader.Read(whole.AsMemory(0, length));
    }
}
