using Publisher.Mail.Reading;

namespace Publisher.Mail.Tests.Reading;

public sealed class ReportReaderTests
{
    [Fact]
    public void A_bounce_says_how_final_it_is_and_to_which_address_it_came()
    {
        var report = ReportReader.Read(Reports.Octets(Reports.Postfix()))!;

        Assert.Equal((ReportKind.Delivery, Bounce.Hard, "5.1.1"), (report.Kind, report.Bounce, report.Detail));
        Assert.Equal("<20230501080001.4Zx1@mx.r.example.test>", report.Id);
        Assert.Equal(["bounce+abcdefgh@news.example.test"], report.Addresses);
        Assert.Equal(["https://news.example.test/unsubscribe/TOKEN"], report.Unsubscribe);
    }

    [Fact]
    public void A_complaint_says_its_type_and_quotes_what_was_sent()
    {
        var report = ReportReader.Read(Reports.Octets(Reports.Complaint()), "feedback@news.example.test")!;

        Assert.Equal((ReportKind.Complaint, Bounce.None, "abuse"), (report.Kind, report.Bounce, report.Detail));
        Assert.Equal(["feedback@news.example.test", "abuse@example.net", "bounce+ijklmnop@news.example.test"], report.Addresses);
        Assert.Equal(["https://news.example.test/unsubscribe/TOKEN"], report.Unsubscribe);
    }

    [Fact]
    public void Bare_line_feeds_an_encoded_status_and_a_header_alone_are_read_too()
    {
        var status = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("Reporting-MTA: dns; x\r\n\r\nAction: failed\r\nStatus: 4.2.2 (full)\r\n"));
        var report = ReportReader.Read(Reports.Octets($"""
            From MAILER-DAEMON Mon May  1 10:00:01 2023
            Content-Type: Multipart/Report; Boundary=b1 ; Report-Type="delivery-status"
            X-Original-To: <bounce+x@news.example.test>

            --b1
            Content-Type: message/delivery-status
            Content-Transfer-Encoding: BASE64

            {status}
            --b1
            Content-Type: text/rfc822-headers

            List-Unsubscribe: <https://news.example.test/unsubscribe/T2>
            """.ReplaceLineEndings("\n")))!;

        Assert.Equal((Bounce.Soft, "4.2.2"), (report.Bounce, report.Detail));
        Assert.Equal(["bounce+x@news.example.test"], report.Addresses);
        Assert.Equal(["https://news.example.test/unsubscribe/T2"], report.Unsubscribe);
    }

    [Fact]
    public void The_worst_of_several_recipients_counts()
    {
        var two = Reports.Postfix("delayed", "4.4.1").Replace("\r\n--4Zx1.1682928001/mx.r.example.test\r\nContent-Description: Undelivered", "\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--4Zx1.1682928001/mx.r.example.test\r\nContent-Description: Undelivered", StringComparison.Ordinal);

        Assert.Equal(Bounce.Hard, ReportReader.Read(Reports.Octets(two))!.Bounce);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Subject: I am on holiday\r\nTo: bounce+x@news.example.test\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n")]
    [InlineData("Content-Type: multipart/report; boundary=\"\"\r\n\r\n--\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n--a--\r\n")]
    public void What_is_no_report_says_nothing(string message) => Assert.Null(ReportReader.Read(Reports.Octets(message)));

    [Theory]
    [InlineData("failed", "5.1.1", "", Bounce.Hard)]
    [InlineData("failed", "5.1.10", "", Bounce.Hard)]
    [InlineData("failed", "5.2.1", "", Bounce.Hard)]
    [InlineData("failed", "5.4.4", "", Bounce.Hard)]
    [InlineData("Failed (bounced)", "5.0.0", "smtp; 550-5.1.1 no such user", Bounce.Hard)]
    [InlineData("failed", "5.0.0", "smtp; 550 no", Bounce.Soft)]
    [InlineData("failed", "5.2.2", "", Bounce.Soft)]
    [InlineData("failed", "5.7.1", "smtp; 554 5.1.1", Bounce.Soft)]
    [InlineData("failed", "5.1.8", "", Bounce.Soft)]
    [InlineData("failed", "4.4.7", "", Bounce.Soft)]
    [InlineData("failed", "nonsense", "", Bounce.Soft)]
    [InlineData("delayed", "5.1.1", "", Bounce.None)]
    [InlineData("delivered", "2.0.0", "", Bounce.None)]
    [InlineData("", "5.1.1", "", Bounce.None)]
    public void The_code_and_not_the_words_says_whether_an_address_is_gone(string action, string status, string diagnostic, Bounce expected) =>
        Assert.Equal(expected, BounceCode.Of(action, status, diagnostic, out _));
}
