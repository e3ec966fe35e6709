using Publisher.Staff;

namespace Publisher.App.Staff.Console;

/// <param name="Text">Key of the words in templates/strings/staff.</param>
/// <param name="Role">Who sees it.</param>
public sealed record NavEntry(string Path, string Text, StaffRole Role = StaffRole.Author);

/// <summary>The ways through the console, in their order. A page that is not there yet has no line here.</summary>
public static class ConsoleNav
{
    public static IReadOnlyList<NavEntry> Entries { get; } =
    [
        new("/staff", "navBoard"),
        new("/staff/editions", "navEditions"),
        new("/staff/send/announce", "navAnnounce"),
        new("/staff/posts", "navPosts"),
        new("/staff/approvals", "navApprovals"),
        new("/staff/subscribers/next", "navNext", StaffRole.Approver),
        new("/staff/audience", "navAudience"),
        new("/staff/reports", "navReports"),
        new("/staff/settings", "navSettings", StaffRole.Approver),
        new("/staff/audit", "navAudit", StaffRole.Approver),
    ];

    /// <summary>The entry that a page belongs to: the longest whose path it begins with. Items are of the board.</summary>
    public static NavEntry? Of(string path) => Entries
        .Where(entry => path == entry.Path || path.StartsWith(entry.Path == "/staff" ? "/staff/items/" : entry.Path + "/", StringComparison.Ordinal))
        .MaxBy(entry => entry.Path.Length);
}
