using Publisher.App.Settings;
using NodaTime;
using Publisher.Editions;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>What the organisation keeps of its readers, why, and what they can do about it (RODO, article 13).</summary>
public sealed class PrivacyPage(Organisation organisation, LegalNotices notices, RetentionRules retention, ClickCounting clicks, PublicPages pages)
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
            ["tracking"] = own.Strings[clicks.IsOn ? "privacyNotTrackingSums" : "privacyNotTracking"],
            ["recipients"] = NoticeText.Of(notices.Recipients, "privacyRecipientsText", own.Strings),
            ["retention"] = NoticeText.Of(notices.Retention, "privacyRetentionText", own.Strings),
            ["kept"] = notices.Retention.Length > 0 ? [] : Kept(own.Strings),
            ["authority"] = NoticeText.Of(notices.SupervisoryAuthority, "privacyAuthorityText", own.Strings),
        });
    }

    /// <summary>What the daily round does, with the settings that it does it by.</summary>
    private List<object> Kept(Strings strings) =>
    [
        strings.Count("privacyKeptUnconfirmed", Days(retention.Unconfirmed)),
        strings.Count("privacyKeptNetworks", Days(retention.Networks)),
        strings.Count("privacyKeptMoves", LinkTokens.MoveDays),
        strings["privacyKeptForward"],
        strings.Count("privacyKeptCalls", Days(EndedCalls.Most)),
        strings.Count("privacyKeptLimits", SignUpLimits.Kept),
        strings.Count("privacyKeptNotices", NoticeTable.Kept),
        strings.Count("privacyKeptLedgers", Days(retention.Ledgers)),
        strings["privacyKeptErased"],
    ];

    /// <summary>Begun days: a promise of 30 is kept by 29 and a half.</summary>
    private static int Days(Duration time) => (int)Math.Ceiling(time.TotalDays);
}
