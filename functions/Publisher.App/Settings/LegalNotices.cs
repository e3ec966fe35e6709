using NodaTime;
using NodaTime.Text;

namespace Publisher.App.Settings;

/// <summary>How far the pages conform to WCAG 2.2, level AA.</summary>
public enum Conformance { Full, Partial, None }

/// <summary>What an organisation says in its privacy notice and its accessibility statement. A text that is empty is said in our words.</summary>
/// <param name="PrivacyContact">Of the data protection officer; empty where there is none.</param>
/// <param name="PrivacyUrl">Of a notice elsewhere, in ours' place; empty for ours.</param>
/// <param name="Retention">How long what is kept.</param>
/// <param name="Recipients">Who else handles the data: who hosts, who delivers mail.</param>
/// <param name="SupervisoryAuthority">Where to complain about the handling of data.</param>
/// <param name="AccessibilityUrl">Of a statement elsewhere, in ours' place; empty for ours.</param>
/// <param name="AccessibilityExceptions">What is not accessible, and why.</param>
/// <param name="AccessibilityDate">When the statement was made or last looked over; null where nobody has said.</param>
/// <param name="AccessibilityContact">Who answers; empty for the organisation's e-mail address.</param>
/// <param name="AccessibilityComplaints">Where to complain when the organisation does not help.</param>
public sealed record LegalNotices(
    string PrivacyContact,
    string PrivacyUrl,
    string Retention,
    string Recipients,
    string SupervisoryAuthority,
    string AccessibilityUrl,
    Conformance AccessibilityStatus,
    string AccessibilityExceptions,
    LocalDate? AccessibilityDate,
    string AccessibilityContact,
    string AccessibilityComplaints)
{
    public static LegalNotices Read(SettingsReader reader) => new(
        reader.Text("Organisation:PrivacyContact"),
        reader.Url("Organisation:PrivacyUrl", ""),
        reader.Text("Organisation:Retention"),
        reader.Text("Organisation:Recipients"),
        reader.Text("Organisation:SupervisoryAuthority"),
        reader.Url("Organisation:AccessibilityUrl", ""),
        reader.Choice("Organisation:AccessibilityStatus", Conformance.Partial),
        reader.Text("Organisation:AccessibilityExceptions"),
        ReadDate(reader, "Organisation:AccessibilityDate"),
        reader.Text("Organisation:AccessibilityContact"),
        reader.Text("Organisation:AccessibilityComplaints"));

    private static LocalDate? ReadDate(SettingsReader reader, string key)
    {
        var text = reader.Text(key);
        if (text.Length == 0) return null;
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date)) return date;
        reader.Fault(key, $"is „{text}”; it must be a day as year-month-day, such as 2026-03-31");
        return null;
    }
}
