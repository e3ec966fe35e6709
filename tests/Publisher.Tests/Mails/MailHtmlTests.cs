namespace Publisher.Tests.Mails;

/// <summary>Every mail and every edition's page, looked over by rules that others made.</summary>
public sealed class MailHtmlTests
{
    private static IEnumerable<HtmlPage> Pages =>
    [
        .. SampleMails.All.Select(sample => new HtmlPage(sample.Name, HtmlKind.Mail, sample.Mail.Message.Html)),
        .. SampleMails.All.Select(sample => new HtmlPage(sample.Name, HtmlKind.Edition, sample.Web)),
        .. SampleNotice.All.Select(notice => new HtmlPage(notice.Name, HtmlKind.Mail, notice.Html)),
    ];

    [SkippableFact]
    public async Task Every_mail_and_archived_edition_is_accessible_light_and_dark_and_loads_nothing_but_pictures()
    {
        Skip.IfNot(HtmlCheck.HasBrowser, HtmlCheck.BrowserMissing);

        HtmlCheck.AssertNone(await HtmlCheck.AccessibilityAsync(Pages));
    }

    [Fact]
    public async Task Every_mail_and_archived_edition_is_valid_markup() => HtmlCheck.AssertNone(await HtmlCheck.MarkupAsync(Pages));
}
