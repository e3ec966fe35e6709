using System.Security.Cryptography;
using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Feedback;
using Publisher.Mail.Dkim;
using Publisher.Mail.Mime;
using Publisher.Mail.Smtp;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Settings;

public enum MailTransportKind { Outbox, Smtp }

/// <param name="CaFile">Certificates to trust instead of the system's; null for the system's.</param>
/// <param name="MaxConnections">At once, of one instance.</param>
/// <param name="Quota">What the relay takes of all instances together.</param>
public sealed record MailSettings(
    MailTransportKind Transport,
    string Host,
    int Port,
    SmtpSecurity Security,
    string? CaFile,
    string UserName,
    string Password,
    Mailbox From,
    Mailbox? ReplyTo,
    int MaxConnections,
    RelayQuota Quota,
    DkimSettings? Dkim)
{
    /// <summary>Where reports about our mail come, as <c>bounce+TOKEN@…</c>; null where they come to the sender's address.</summary>
    public Mailbox? Bounces { get; init; }

    // A record would print its password.
    public override string ToString() => $"{Transport} {Host}:{Port}";
}

/// <param name="PassTime">Of one batch, until it hands its rest on.</param>
/// <param name="RetryFor">For how long who is deferred is tried again.</param>
public sealed record DeliverySettings(TimeSpan PassTime, TimeSpan RetryFor);

/// <param name="PrivateKeyPem">The key itself, read from its file.</param>
public sealed record DkimSettings(string Domain, string Selector, string PrivateKeyPem)
{
    public override string ToString() => $"{Selector}._domainkey.{Domain}";
}

/// <summary>All that an organisation sets, checked. Nothing reads configuration after this.</summary>
/// <param name="Assets">Folder of pictures beside the shipped ones; null where there is none.</param>
/// <param name="Outbox">Folder for mail and posts that are not sent; null where there is none.</param>
public sealed record PublisherSettings(
    string PublicUrl,
    byte[] Secret,
    IReadOnlyList<byte[]> OldSecrets,
    Organisation Organisation,
    Districts Districts,
    DateTimeZone Zone,
    Digest Digest,
    MailSettings Mail,
    string? Outbox,
    DeliverySettings Delivery,
    Programmes Programmes,
    Look Look,
    string? Assets,
    LegalNotices Notices,
    RetentionRules Retention,
    SignUpRules SignUp,
    SocialSettings Social)
{
    /// <summary>All digests, the main one first.</summary>
    public required IReadOnlyList<Digest> Digests { get; init; }

    public required FeedbackSettings Feedback { get; init; }

    public required StaffSettings Staff { get; init; }

    /// <summary>Each setting that there is, with what was set, for people to see; no secret is in it.</summary>
    public IReadOnlyList<Setting> Known { get; init; } = [];

    /// <summary>Who of the staff is mailed what waits for them; empty for nobody.</summary>
    public required IReadOnlyList<Mailbox> AlertsTo { get; init; }

    /// <summary>The hour from which a day's reminders are mailed; null for never.</summary>
    public required LocalTime? Reminders { get; init; }

    /// <summary>Whether it is counted, in sum, how often the links of mails are opened.</summary>
    public bool CountsClicks { get; init; }

    private const string Never = "never";

    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    public const string DefaultUrl = "http://localhost:7071";

    /// <exception cref="SettingsException">With a sentence for each fault.</exception>
    public static PublisherSettings Read(IConfiguration configuration, bool local)
    {
        var reader = new SettingsReader(configuration);
        var settings = Read(reader, local);
        return reader.Faults.Count == 0 ? settings : throw new SettingsException(reader.Faults);
    }

    public static PublisherSettings Read(SettingsReader reader, bool local)
    {
        var publicUrl = reader.Url("PublicUrl", local ? DefaultUrl : "");
        if (publicUrl.Length == 0) reader.Fault("PublicUrl", "is missing; it is the address that links in mails lead to, such as https://news.example.org");
        var mail = ReadMail(reader);
        var outbox = reader.Text("Outbox", local ? Path.Combine(".local", "outbox") : "");
        if (mail.Transport == MailTransportKind.Outbox && outbox.Length == 0)
            reader.Fault("Mail:Transport", "is „outbox”, which writes files and sends nothing; outside local mode set it to smtp, or name a folder in Publisher__Outbox");
        var digests = ReadDigests(reader);
        var organisation = ReadOrganisation(reader);
        var settings = new PublisherSettings(
            publicUrl,
            ReadSecret(reader, "Secret"),
            ReadOldSecrets(reader),
            organisation,
            ReadDistricts(reader),
            ReadZone(reader),
            digests[0],
            mail,
            outbox.Length > 0 ? Path.GetFullPath(outbox) : null,
            new DeliverySettings(
                reader.Duration("Delivery:PassTime", TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(150)),
                reader.Duration("Delivery:RetryFor", TimeSpan.FromHours(24), TimeSpan.FromMinutes(1), TimeSpan.FromDays(5))),
            BrandSettings.ReadProgrammes(reader, publicUrl),
            BrandSettings.ReadLook(reader, publicUrl),
            ReadAssets(reader, local),
            LegalNotices.Read(reader),
            ReadRetention(reader),
            new SignUpRules(
                reader.Number("SignUp:PerHour", SignUpRules.Default.PerHour, 1, 1_000_000),
                reader.Number("SignUp:PerNetwork", SignUpRules.Default.PerNetwork, 1, 1_000_000)),
            SocialSettings.Read(reader))
        {
            Digests = digests,
            Reminders = ReadReminders(reader),
            Feedback = FeedbackSettings.Read(reader),
            Staff = StaffSettings.Read(reader),
            CountsClicks = reader.Flag("Clicks:Count", false),
            AlertsTo = ReadAlertsTo(reader, organisation),
            // Last, for by then all have been read.
            Known = [.. reader.Known],
        };
        reader.Done();
        return settings;
    }

    private static MailSettings ReadMail(SettingsReader reader)
    {
        var transport = reader.Choice("Mail:Transport", MailTransportKind.Outbox);
        var host = reader.Text("Mail:Host");
        if (transport == MailTransportKind.Smtp && host.Length == 0) reader.Fault("Mail:Host", "is missing; it is the name of the mail server that takes our mail");
        var from = ReadMailbox(reader, "Mail:From");
        if (from is null && transport == MailTransportKind.Smtp) reader.Fault("Mail:From", "is missing; write it as Name <address@example.org>");
        var (security, user, password, ca) = (
            reader.Choice("Mail:Security", SmtpSecurity.None), reader.Text("Mail:UserName"), reader.Text("Mail:Password"), reader.Text("Mail:CaFile"));
        if (user.Length > 0 && password.Length == 0) reader.Fault("Mail:Password", "is missing; Publisher__Mail__UserName needs it");
        if (user.Length > 0 && security == SmtpSecurity.None)
            reader.Fault("Mail:Security", "is „none”, which would send the password in clear text; set it to starttls or tls, as your relay says");
        var preset = ReadPreset(reader);
        if (ca.Length > 0 && !File.Exists(ca)) reader.Fault("Mail:CaFile", $"is „{ca}”; there is no such file");
        return new MailSettings(
            transport,
            host,
            reader.Number("Mail:Port", 25, 1, 65_535),
            security,
            ca.Length > 0 ? ca : null,
            user,
            password,
            from ?? new Mailbox("newsletter@example.org"),
            ReadMailbox(reader, "Mail:ReplyTo"),
            Limit(reader.Number("Mail:MaxConnections", 0, 0, 64), null) ?? preset.Connections,
            new RelayQuota(
                Limit(reader.Number("Mail:PerMinute", 0, 0, 1_000_000), preset.Quota.PerMinute),
                Limit(reader.Number("Mail:PerHour", 0, 0, 10_000_000), preset.Quota.PerHour),
                Limit(reader.Number("Mail:PerDay", 0, 0, 100_000_000), preset.Quota.PerDay)),
            ReadDkim(reader))
        {
            Bounces = ReadBounces(reader),
        };
    }

    private static Mailbox? ReadBounces(SettingsReader reader)
    {
        var mailbox = ReadMailbox(reader, "Mail:BounceAddress");
        if (mailbox is null || (!mailbox.NeedsUtf8 && mailbox.Address.LastIndexOf('@') <= ReturnPaths.MaxLocal)) return mailbox;
        reader.Fault("Mail:BounceAddress", $"is „{mailbox.Address}”; before the @ it needs room for a token: at most {ReturnPaths.MaxLocal} letters, digits and signs of ASCII");
        return null;
    }

    private static RelayPreset ReadPreset(SettingsReader reader)
    {
        var name = reader.Text("Mail:Preset", RelayPreset.None.Name);
        if (RelayPreset.All.FirstOrDefault(each => string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase)) is { } preset) return preset;
        reader.Fault("Mail:Preset", $"is „{name}”; it can be {string.Join(" or ", RelayPreset.All.Select(each => each.Name))}");
        return RelayPreset.None;
    }

    private static int? Limit(int number, int? otherwise) => number > 0 ? number : otherwise;

    private static DkimSettings? ReadDkim(SettingsReader reader)
    {
        var (domain, selector, file) = (reader.Text("Mail:Dkim:Domain"), reader.Text("Mail:Dkim:Selector"), reader.Text("Mail:Dkim:PrivateKeyFile"));
        if (domain.Length + selector.Length + file.Length == 0) return null;
        if (domain.Length == 0) reader.Fault("Mail:Dkim:Domain", "is missing; mail is signed in its name");
        if (selector.Length == 0) reader.Fault("Mail:Dkim:Selector", "is missing; it names the key in the domain's DNS");
        if (file.Length == 0 || !File.Exists(file)) reader.Fault("Mail:Dkim:PrivateKeyFile", $"is „{file}”; there is no such file");
        if (domain.Length == 0 || selector.Length == 0 || file.Length == 0 || !File.Exists(file)) return null;
        try
        {
            var dkim = new DkimSettings(domain, selector, File.ReadAllText(file));
            new DkimSigner(dkim.Domain, dkim.Selector, dkim.PrivateKeyPem).Dispose();
            return dkim;
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            // The fault's own words might quote the key.
            reader.Fault("Mail:Dkim:PrivateKeyFile", $"is „{file}”; it cannot be used as a DKIM key in PEM, or the domain or selector is none");
            return null;
        }
    }

    /// <summary>"Name &lt;address&gt;" or an address alone.</summary>
    private static Mailbox? ReadMailbox(SettingsReader reader, string key)
    {
        var text = reader.Text(key);
        if (text.Length == 0) return null;
        var open = text.EndsWith('>') ? text.LastIndexOf('<') : -1;
        var (name, address) = open >= 0 ? (text[..open].Trim().Trim('"'), text[(open + 1)..^1]) : ("", text);
        if (Mailbox.TryCreate(address, name, out var mailbox)) return mailbox;
        reader.Fault(key, $"is „{text}”; write it as Name <address@example.org>");
        return null;
    }

    private static byte[] ReadSecret(SettingsReader reader, string key)
    {
        var secret = System.Text.Encoding.UTF8.GetBytes(reader.Text(key));
        if (secret.Length == 0) reader.Fault(key, "is missing; it signs the links in mails: set it to at least 32 random characters, and move it to Publisher__OldSecrets before it is changed");
        else if (secret.Length < LinkTokens.MinSecretOctets) reader.Fault(key, $"is too short; it needs at least {LinkTokens.MinSecretOctets} characters");
        return secret;
    }

    private static List<byte[]> ReadOldSecrets(SettingsReader reader)
    {
        var secrets = reader.Entries("OldSecrets").Select(entry => ReadSecret(reader, $"OldSecrets:{entry}")).ToList();
        if (secrets.Count <= LinkSecrets.MaxOlder) return secrets;
        reader.Fault("OldSecrets", $"has {secrets.Count} entries; take the oldest out until there are {LinkSecrets.MaxOlder}");
        return secrets[^LinkSecrets.MaxOlder..];
    }

    private static RetentionRules ReadRetention(SettingsReader reader) => new(
        Kept(reader, "Retention:Unconfirmed", RetentionRules.Default.Unconfirmed), Kept(reader, "Retention:Networks", RetentionRules.Default.Networks))
    {
        Ledgers = Kept(reader, "Retention:Ledgers", RetentionRules.Default.Ledgers),
        // No shorter than the time in which soft bounces are counted together.
        Feedback = Duration.FromTimeSpan(reader.Duration("Retention:Feedback", RetentionRules.Default.Feedback.ToTimeSpan(), Verdict.SoftWindow.ToTimeSpan(), TimeSpan.FromDays(3660))),
    };

    /// <summary>A day at the least, for a link of sign-up must have time to be followed; for ever is no answer to how long.</summary>
    private static Duration Kept(SettingsReader reader, string key, Duration otherwise) =>
        Duration.FromTimeSpan(reader.Duration(key, otherwise.ToTimeSpan(), TimeSpan.FromDays(1), TimeSpan.FromDays(3660)));

    private static Organisation ReadOrganisation(SettingsReader reader) => new(
        reader.Text("Organisation:Name", "Publisher"),
        reader.Text("Organisation:Address"),
        reader.Text("Organisation:Email"),
        reader.Url("Organisation:Facebook", ""),
        reader.Url("Organisation:LinkedIn", ""));

    private static string? ReadAssets(SettingsReader reader, bool local)
    {
        // Local mode shows the sample's logos to whoever starts from the sample's settings.
        var sample = local ? Path.Combine(AppContext.BaseDirectory, "samples", "torun", "assets") : "";
        var folder = reader.Text("Assets", sample);
        if (folder.Length == 0) return null;
        if (folder != sample && !Directory.Exists(folder)) reader.Fault("Assets", $"is „{folder}”; there is no such folder");
        return Path.GetFullPath(folder);
    }

    private static Districts ReadDistricts(SettingsReader reader)
    {
        var faults = new List<string>();
        var districts = Districts.Parse(reader.Text("Districts"), faults);
        foreach (var fault in faults) reader.Fault("Districts", fault);
        return districts;
    }

    private static DateTimeZone ReadZone(SettingsReader reader)
    {
        var name = reader.Text("TimeZone", "Europe/Warsaw");
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is { } zone) return zone;
        reader.Fault("TimeZone", $"is „{name}”; it must be a name of the tz database, such as Europe/Warsaw");
        return DateTimeZone.Utc;
    }

    private static Digest[] ReadDigests(SettingsReader reader)
    {
        var main = ReadDigest(reader);
        return
        [
            main,
            ReadDigest(reader, main, Rhythm.AtOnce, CadenceForm.AtOnce, "at-once 07:00-21:00"),
            // The main one may be monthly itself.
            ReadDigest(reader, main, Rhythm.Monthly, CadenceForm.Monthly, main.Cadence.Form == CadenceForm.Monthly ? "never" : "monthly 1 08:00"),
        ];
    }

    /// <summary>A digest beside the main one; „never” turns it off.</summary>
    private static Digest ReadDigest(SettingsReader reader, Digest main, Rhythm rhythm, CadenceForm form, string otherwise)
    {
        var text = reader.Text($"Digest:{rhythm}", otherwise);
        var cadence = Cadence.Parse(text);
        if (cadence is null || (cadence.Form != form && cadence != Cadence.Never))
            reader.Fault($"Digest:{rhythm}", $"is „{text}”; it can be „{(rhythm == Rhythm.AtOnce ? otherwise : "monthly 1 08:00")}” {(rhythm == Rhythm.AtOnce ? "(from and to which hour of the day)" : "(day 1 to 28)")} or „never”");
        return new Digest(Digest.Reserved[rhythm], cadence ?? Cadence.Never, main.UselessAfter, rhythm);
    }

    private static Digest ReadDigest(SettingsReader reader)
    {
        var id = reader.Text("Digest:Id", "weekly");
        if (id is Edition.Announcement or Edition.Reminder or Edition.Correction || Digest.Reserved.Values.Contains(id)) reader.Fault("Digest:Id", $"is „{id}”, which means something else here; choose another name");
        if (!Slug.IsValid(id)) reader.Fault("Digest:Id", $"is „{id}”; use lower-case letters, digits and single hyphens");
        var cadence = reader.Text("Digest:Cadence", "weekly monday 08:00");
        var useful = reader.Duration("Digest:UselessAfter", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(366));
        if (Cadence.Parse(cadence) is { Form: not CadenceForm.AtOnce } parsed) return new Digest(id, parsed, useful > TimeSpan.Zero ? Duration.FromTimeSpan(useful) : null);
        reader.Fault("Digest:Cadence", $"is „{cadence}”; it can be „weekly monday 08:00”, „monthly 1 08:00” (day 1 to 28), „daily 08:00” or „never”");
        return new Digest(id, Cadence.Never);
    }

    /// <summary>A list with commas; the organisation's own address where nobody is named, for a warning that nobody gets is none.</summary>
    private static List<Mailbox> ReadAlertsTo(SettingsReader reader, Organisation organisation)
    {
        var text = reader.Text("Staff:AlertsTo");
        if (string.Equals(text, Never, StringComparison.OrdinalIgnoreCase)) return [];
        if (text.Length == 0) return Mailbox.TryCreate(organisation.Email, null, out var own) ? [own] : [];
        var readers = new List<Mailbox>();
        foreach (var address in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Mailbox.TryCreate(address, null, out var mailbox)) reader.Fault("Staff:AlertsTo", $"has „{address}”; write addresses with commas between them, or „{Never}”");
            else if (!readers.Contains(mailbox)) readers.Add(mailbox);
        }

        return readers;
    }

    private static LocalTime? ReadReminders(SettingsReader reader)
    {
        var text = reader.Text("Digest:Reminders", "08:00");
        if (string.Equals(text, Never, StringComparison.OrdinalIgnoreCase)) return null;
        if (Hour.Parse(text).TryGetValue(default, out var hour)) return hour;
        reader.Fault("Digest:Reminders", $"is „{text}”; it can be an hour such as „08:00”, or „{Never}”");
        return null;
    }
}

/// <summary>Settings that cannot be used; the sentences are for the person who sets them.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
