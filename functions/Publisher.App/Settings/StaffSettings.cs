using NodaTime;
using Publisher.Staff;

namespace Publisher.App.Settings;

/// <summary>Who of the staff may come in, and how.</summary>
/// <param name="Keys">Beside those that <c>publisher staff add</c> makes.</param>
/// <param name="FourEyes">Whether a second person has to look at what staff send: an approver, and not the one who asks.</param>
/// <param name="PlatformSignIn">Whether the platform's sign-in stands in front of this app, so that its header can be trusted.</param>
/// <param name="PlatformRoles">What the platform calls each role.</param>
public sealed record StaffSettings(
    IReadOnlyList<StaffMember> Keys, SessionRules Sessions, bool FourEyes, bool PlatformSignIn, IReadOnlyDictionary<StaffRole, string> PlatformRoles)
{
    public static StaffSettings Read(SettingsReader reader)
    {
        var sessions = new SessionRules(
            Time(reader, "Staff:SessionLife", SessionRules.Default.Life, TimeSpan.FromMinutes(15), TimeSpan.FromDays(7)),
            Time(reader, "Staff:SessionIdle", SessionRules.Default.Idle, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1)));
        var roles = StaffRoles.All.ToDictionary(role => role, role => reader.Text($"Staff:PlatformRoles:{Capital(role.Key())}", role.Key()));
        if (roles.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count() < roles.Count) reader.Fault("Staff:PlatformRoles", "calls two roles by one name; give each its own");
        return new StaffSettings(ReadKeys(reader), sessions, reader.Flag("Staff:FourEyes", false), reader.Flag("Staff:PlatformSignIn", false), roles);
    }

    /// <summary>The role that it takes to send what was written.</summary>
    public StaffRole Sender => FourEyes ? StaffRole.Approver : StaffRole.Author;

    private static List<StaffMember> ReadKeys(SettingsReader reader)
    {
        var keys = new List<StaffMember>();
        foreach (var entry in reader.Entries("Staff:Keys"))
        {
            var at = $"Staff:Keys:{entry}";
            var (name, role, hash) = (reader.Text($"{at}:Name"), reader.Text($"{at}:Role", StaffRole.Author.Key()), reader.Text($"{at}:Hash"));
            if (name.Length == 0) reader.Fault($"{at}:Name", "is missing; it says whose key this is");
            if (!StaffRoles.TryParse(role, out var known)) reader.Fault($"{at}:Role", $"is „{role}”; it can be author, approver or admin");
            if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)) reader.Fault($"{at}:Hash", "is not the hash of a key; make one with: publisher staff add NAME");
            keys.Add(new StaffMember(name, known, hash.ToLowerInvariant(), null, null));
        }

        return keys;
    }

    private static Duration Time(SettingsReader reader, string key, Duration otherwise, TimeSpan from, TimeSpan to) =>
        Duration.FromTimeSpan(reader.Duration(key, otherwise.ToTimeSpan(), from, to));

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
