using System.Text;

namespace Publisher.Mail.Tests.Reading;

/// <summary>Reports as mail systems write them.</summary>
internal static class Reports
{
    /// <summary>As Postfix 3.7 writes them (bounce(5), "Undelivered Mail Returned to Sender").</summary>
    public static string Postfix(string action = "failed", string status = "5.1.1", string diagnostic = "smtp; 550 5.1.1 <ola@r.example.test>: Recipient address rejected: User unknown") => $"""
        Return-Path: <>
        Received: by mx.r.example.test (Postfix)
            id 4Zx1; Mon,  1 May 2023 10:00:01 +0200 (CEST)
        Date: Mon,  1 May 2023 10:00:01 +0200 (CEST)
        From: MAILER-DAEMON@mx.r.example.test (Mail Delivery System)
        Subject: Undelivered Mail Returned to Sender
        To: bounce+abcdefgh@news.example.test
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
            boundary="4Zx1.1682928001/mx.r.example.test"
        Message-Id: <20230501080001.4Zx1@mx.r.example.test>

        This is a MIME-encapsulated message.

        --4Zx1.1682928001/mx.r.example.test
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.r.example.test.

        --4Zx1.1682928001/mx.r.example.test
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.r.example.test
        X-Postfix-Queue-ID: 4Zx1
        X-Postfix-Sender: rfc822; bounce+abcdefgh@news.example.test
        Arrival-Date: Mon,  1 May 2023 10:00:00 +0200 (CEST)

        Final-Recipient: rfc822; ola@r.example.test
        Original-Recipient: rfc822;ola@r.example.test
        Action: {action}
        Status: {status}
        Remote-MTA: dns; r.example.test
        Diagnostic-Code: {diagnostic}

        --4Zx1.1682928001/mx.r.example.test
        Content-Description: Undelivered Message
        Content-Type: message/rfc822

        Return-Path: <bounce+abcdefgh@news.example.test>
        From: Biuletyn <biuletyn@news.example.test>
        To: ola@r.example.test
        List-Unsubscribe: <https://news.example.test/unsubscribe/TOKEN>
        Message-ID: <5f0c2a9e31b7@news.example.test>
        Subject: Nabory

        Text.

        --4Zx1.1682928001/mx.r.example.test--

        """.ReplaceLineEndings("\r\n");

    /// <summary>As RFC 5965, appendix B.2, has it.</summary>
    public static string Complaint(string type = "abuse") => $"""
        From: <abusedesk@example.com>
        Date: Thu, 8 Mar 2005 17:40:36 EDT
        Subject: FW: Earn money
        To: <abuse@example.net>
        Message-ID: <20030712040037.46341.5F8J@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=feedback-report;
            boundary="part1_13d.2e68ed54_boundary"

        --part1_13d.2e68ed54_boundary
        Content-Type: text/plain; charset="US-ASCII"
        Content-Transfer-Encoding: 7bit

        This is an email abuse report for an email message received from IP
        192.0.2.1 on Thu, 8 Mar 2005 14:00:00 EDT.

        --part1_13d.2e68ed54_boundary
        Content-Type: message/feedback-report

        Feedback-Type: {type}
        User-Agent: SomeGenerator/1.0
        Version: 1
        Original-Mail-From: <bounce+ijklmnop@news.example.test>
        Original-Rcpt-To: <user@example.com>
        Reported-Domain: example.net

        --part1_13d.2e68ed54_boundary
        Content-Type: message/rfc822
        Content-Disposition: inline

        From: <somespammer@example.net>
        List-Unsubscribe: <mailto:leave@news.example.test>,
            <https://news.example.test/unsubscribe/TOKEN>
        To: <Undisclosed Recipients>
        Subject: Earn money

        Spam Spam Spam
        --part1_13d.2e68ed54_boundary--
        """.ReplaceLineEndings("\r\n");

    public static ReadOnlyMemory<byte> Octets(string message) => Encoding.UTF8.GetBytes(message);
}
