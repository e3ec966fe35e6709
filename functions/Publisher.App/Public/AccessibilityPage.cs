using NodaTime;
using Publisher.App.Settings;
using Publisher.Rendering;

namespace Publisher.App.Public;

/// <summary>How accessible the pages are, whom to tell what is not, and where to complain.</summary>
public sealed class AccessibilityPage(Organisation organisation, LegalNotices notices, PublisherSettings settings, DateTimeZone zone, PublicPages pages)
{
    public const string Path = "/accessibility";

    public IResult Show(HttpRequest request)
    {
        if (notices.AccessibilityUrl.Length > 0) return Results.Redirect(notices.AccessibilityUrl);
        var own = pages.For(request);
        var strings = own.Strings;
        return own.Page("accessibility", strings["accessibility"], new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["intro"] = strings.Fill("accessibilityIntro", ("organisation", organisation.Name), ("url", settings.PublicUrl)),
            ["status"] = strings[$"accessibilityStatus{notices.AccessibilityStatus}"],
            ["exceptions"] = notices.AccessibilityStatus == Conformance.Full ? null : NoticeText.Of(notices.AccessibilityExceptions, "accessibilityExceptionsText", strings),
            ["made"] = notices.AccessibilityDate is { } date ? strings.Fill("accessibilityMade", ("date", new Words(strings, zone).Date(date))) : "",
            ["email"] = organisation.Email,
            ["contact"] = notices.AccessibilityContact,
            ["complaints"] = NoticeText.Of(notices.AccessibilityComplaints, "accessibilityComplaintsText", strings),
        });
    }
}
