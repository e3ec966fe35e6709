using Publisher.App.Settings;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>What the organisation keeps of its readers, why, and what they can do about it (RODO, article 13).</summary>
public sealed class PrivacyPage(Organisation organisation, LegalNotices notices, PublicPages pages)
{
    public const string Path = "/privacy";

    public IResult Show(HttpRequest request)
    {
        // The organisation may have a notice of its own.
        if (notices.PrivacyUrl.Length > 0) return Results.Redirect(notices.PrivacyUrl);
        var own = pages.For(request);
        return own.Page("privacy", own.Strings["privacy"], new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["organisation"] = organisation.Name,
            ["address"] = organisation.Address,
            ["email"] = organisation.Email,
            ["officer"] = notices.PrivacyContact,
            ["recipients"] = NoticeText.Of(notices.Recipients, "privacyRecipientsText", own.Strings),
            ["retention"] = NoticeText.Of(notices.Retention, "privacyRetentionText", own.Strings),
            ["authority"] = NoticeText.Of(notices.SupervisoryAuthority, "privacyAuthorityText", own.Strings),
        });
    }
}
