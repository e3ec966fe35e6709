using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace Publisher.Tests.Mails;

/// <summary>Gmail cuts a mail at 102 KB of HTML, and the link by which one leaves goes with its end.</summary>
public sealed class MailSizeTests(ITestOutputHelper output)
{
    private const int Octets = 1024;

    /// <summary>Of items in a large edition.</summary>
    private const int Many = 20;

    [Theory]
    [MemberData(nameof(Languages))]
    public void The_sample_edition_is_small(string language) => IsBelow(40, SampleMails.Write("torun", language, SampleMails.Torun));

    [Theory]
    [MemberData(nameof(Languages))]
    public void An_edition_of_20_items_with_everything_in_them_is_far_from_where_mails_are_cut(string language) =>
        IsBelow(80, SampleMails.Write("many", language, SampleMails.Of(Many)));

    public static TheoryData<string> Languages() => [.. SampleMails.Languages];

    private void IsBelow(int kilobytes, SampleMail sample)
    {
        var (html, text, whole) = (Encoding.UTF8.GetByteCount(sample.Mail.Message.Html), Encoding.UTF8.GetByteCount(sample.Mail.Message.Text), sample.Mail.Content.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sample.Name}: HTML {html / (double)Octets:F1} KB, text {text / (double)Octets:F1} KB, on the wire {whole / (double)Octets:F1} KB"));
        Assert.InRange(html, 1, kilobytes * Octets);
    }
}
