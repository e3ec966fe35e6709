using Publisher.Editions;

namespace Publisher.App.Staff.Recorded;

/// <summary>An announcement for the log: a line for each thing that was chosen, in no language. Pure.</summary>
internal static class AnnouncementLog
{
    /// <param name="networks">Keys.</param>
    public static string Of(AnnouncementWish wish, Edition edition, IReadOnlyList<string> networks, bool isMailed)
    {
        IEnumerable<string> mail = isMailed ? [AnnouncementRequest.Mail] : [];
        List<(string Name, string Value)> lines =
        [
            ("edition", isMailed ? edition.Id : ""),
            ("channels", string.Join(", ", [.. mail, .. networks])),
            ("audience", wish.Audience.IsEveryone ? "" : wish.Audience.ToString()),
            ("at", edition.Due?.ToString() ?? ""),
            ("subject", wish.Subject),
            ("text", wish.Text),
        ];
        return string.Join('\n', lines.Where(line => line.Value.Length > 0).Select(line => $"{line.Name}: {line.Value}"));
    }
}
