using Microsoft.Extensions.Configuration;
using Publisher.App.Settings;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Testing;

namespace Publisher.App.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void The_readme_lists_every_setting_and_no_other()
    {
        var reader = new SettingsReader(Configuration(
            ("Publisher:Staff:Keys:0:Name", "Anna"), ("Publisher:OldSecrets:0", ""), ("Publisher:Programmes:0:Name", "FEdKP"), ("Publisher:Programmes:0:Logos:0:Alt", "Unia Europejska")));
        _ = PublisherSettings.Read(reader, local: false);
        var written = File.ReadLines(Checkout.At("README.md"))
            .Where(line => line.StartsWith("| `Publisher__", StringComparison.Ordinal))
            .Select(line => (Name: line.Split('`')[1], Default: line.Split('|')[2].Trim().Trim('`')))
            .ToList();

        Assert.Equal(reader.Known.Select(setting => setting.Name).Order(StringComparer.Ordinal), written.Select(row => row.Name).Order(StringComparer.Ordinal));
        Assert.All(reader.Known, setting => Assert.True(
            setting.Default.Length == 0 || written.Contains((setting.Name, setting.Default)), $"{setting.Name} defaults to {setting.Default}"));
    }

    [Fact]
    public void What_is_shown_of_the_settings_holds_no_secret()
    {
        var secrets = new Dictionary<string, string?>(StringComparer.Ordinal);
        // Everything there is, set to what nobody may see unless it is known to be no secret.
        var names = new SettingsReader(Configuration(
            ("Publisher:Staff:Keys:0:Name", "Anna"), ("Publisher:OldSecrets:0", "x"), ("Publisher:Programmes:0:Name", "P"), ("Publisher:Programmes:0:Logos:0:Alt", "A")));
        _ = PublisherSettings.Read(names, local: true);
        foreach (var setting in names.Known) secrets[setting.Name.Replace("__", ":", StringComparison.Ordinal)] = $"s3cret of {setting.Name}";
        var reader = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(secrets).Build());
        _ = PublisherSettings.Read(reader, local: true);

        var hidden = reader.Known.Where(setting => setting.IsSecret).ToList();
        Assert.All(hidden, setting => Assert.Equal(("", true), (setting.Value, setting.IsSet)));
        Assert.Equal(
            [
                "Publisher__Feedback__Azure__Secret", "Publisher__Feedback__Inbound__Key", "Publisher__Feedback__Mailgun__SigningKey", "Publisher__Feedback__Postmark__Password", "Publisher__Mail__Password",
                "Publisher__OldSecrets__0", "Publisher__Secret", "Publisher__Social__Facebook__AccessToken", "Publisher__Social__Facebook__AppSecret", "Publisher__Social__LinkedIn__AccessToken",
                "Publisher__Social__LinkedIn__ClientSecret", "Publisher__Social__Mastodon__AccessToken", "Publisher__Staff__Keys__0__Hash",
            ],
            hidden.Select(setting => setting.Name).Distinct().Order(StringComparer.Ordinal));
        // A name that sounds like one and is not hidden has to be looked at by a person: these were.
        string[] suspicious = ["secret", "password", "token", "hash", "key"];
        string[] open = ["Publisher__Feedback__SendGrid__PublicKey", "Publisher__Mail__Dkim__PrivateKeyFile"];
        Assert.Equal(open, reader.Known.Where(setting => !setting.IsSecret && suspicious.Any(word => setting.Name.Replace("Staff__Keys", "", StringComparison.Ordinal).Replace("Hashtags", "", StringComparison.Ordinal).Contains(word, StringComparison.OrdinalIgnoreCase))).Select(setting => setting.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sample_needs_nothing_but_a_secret()
    {
        var settings = PublisherSettings.Read(
            new ConfigurationBuilder()
                .AddJsonFile(Checkout.At("samples", "torun", "settings.json"))
                .AddInMemoryCollection([new("Publisher:Secret", new string('s', 32))])
                .Build(),
            local: true);

        Assert.Equal(17, settings.Districts.All.Count);
        Assert.Equal("stare-miasto", settings.Districts.Find("Stare Miasto")!.Slug);
        Assert.Equal(["RPO WK-P 2014–2020", "FEdKP 2021–2027", "NOWE FIO"], settings.Programmes.All.Select(programme => programme.Name));
        Assert.All(
            settings.Programmes.All.SelectMany(programme => programme.Logos),
            logo => Assert.True(File.Exists(Checkout.At("samples", "torun", "assets", logo.Url[(logo.Url.LastIndexOf('/') + 1)..])), logo.Url));
    }

    [Theory]
    [InlineData("weekly monday 08:00", "", "", "AtOnce Weekly Monthly")]
    [InlineData("weekly monday 08:00", "never", "never", "Weekly")]
    [InlineData("monthly 1 08:00", "", "", "AtOnce Weekly")]
    [InlineData("never", "at-once 00:00-12:00", "monthly 28 09:00", "AtOnce Weekly Monthly")]
    public void Readers_are_offered_the_rhythms_that_there_are_editions_of(string main, string atOnce, string monthly, string offered)
    {
        var settings = PublisherSettings.Read(
            Configuration(("Publisher:Secret", new string('s', 32)), ("Publisher:Digest:Cadence", main), ("Publisher:Digest:AtOnce", atOnce), ("Publisher:Digest:Monthly", monthly)), local: true);

        Assert.Equal(offered, string.Join(' ', new RhythmOffer(settings.Digests).All));
    }

    [Theory]
    [InlineData("", "biuro@example.org", "biuro@example.org")]
    [InlineData("", "", "")]
    [InlineData("anna@example.org, jan@example.org,anna@example.org", "biuro@example.org", "anna@example.org jan@example.org")]
    [InlineData("never", "biuro@example.org", "")]
    public void Staff_are_warned_at_their_own_addresses_or_at_the_organisation_s_unless_nobody_wants_it(string alertsTo, string email, string readers)
    {
        var settings = PublisherSettings.Read(
            Configuration(("Publisher:Secret", new string('s', 32)), ("Publisher:Organisation:Email", email), ("Publisher:Staff:AlertsTo", alertsTo)), local: true);

        Assert.Equal(readers, string.Join(' ', settings.AlertsTo.Select(mailbox => mailbox.Address)));
    }

    [Fact]
    public void Outside_local_mode_what_would_lose_mail_or_break_links_is_refused()
    {
        var fault = Assert.Throws<SettingsException>(() => PublisherSettings.Read(Configuration(), local: false));

        Assert.Collection(
            fault.Faults,
            line => Assert.StartsWith("Publisher__PublicUrl is missing", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Publisher__Mail__Transport is „outbox”, which writes files and sends nothing", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Publisher__Secret is missing", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_is_never_set_to_go_in_clear_text()
    {
        var fault = Assert.Throws<SettingsException>(() => PublisherSettings.Read(
            Configuration(("Publisher:Secret", new string('s', 32)), ("Publisher:Mail:UserName", "anna"), ("Publisher:Mail:Password", "hunter2")), local: true));

        Assert.Contains("Publisher__Mail__Security is „none”, which would send the password in clear text", Assert.Single(fault.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mail:From", "not an address", "write it as Name <address@example.org>")]
    [InlineData("Mail:MaxConnections", "65", "from 0 to 64")]
    [InlineData("Mail:Preset", "gmail", "acs or microsoft365")]
    [InlineData("Delivery:RetryFor", "00:00:10", "from 00:01:00 to 5.00:00:00")]
    [InlineData("Mail:Security", "ssl", "none or starttls or tls")]
    [InlineData("Mail:CaFile", "/nowhere/ca.pem", "no such file")]
    [InlineData("Mail:Dkim:PrivateKeyFile", "/nowhere/dkim.pem", "no such file")]
    [InlineData("Delivery:PassTime", "3 minutes", "hh:mm:ss")]
    [InlineData("Delivery:PassTime", "01:00:00", "from 00:00:10 to 00:02:30")]
    [InlineData("TimeZone", "Europe/Torun", "tz database")]
    [InlineData("PublicUrl", "news.example.org", "full web address")]
    [InlineData("Secret", "short", "at least 32 characters")]
    [InlineData("OldSecrets:0", "short", "at least 32 characters")]
    [InlineData("Retention:Unconfirmed", "30 days", "hh:mm:ss or d.hh:mm:ss, from 1.00:00:00")]
    [InlineData("Retention:Networks", "00:10:00", "from 1.00:00:00")]
    [InlineData("Retention:Ledgers", "00:10:00", "from 1.00:00:00")]
    [InlineData("Districts", "Bielany, bielany", "is there twice")]
    [InlineData("Digest:Id", "announcement", "choose another name")]
    [InlineData("Digest:Id", "reminder", "choose another name")]
    [InlineData("Digest:Reminders", "8 am", "an hour such as „08:00”, or „never”")]
    [InlineData("Digest:Id", "at-once", "choose another name")]
    [InlineData("Digest:Id", "monthly", "choose another name")]
    [InlineData("Digest:Cadence", "at-once 07:00-21:00", "weekly monday 08:00")]
    [InlineData("Digest:AtOnce", "daily 08:00", "at-once 07:00-21:00")]
    [InlineData("Digest:AtOnce", "at-once 21:00-07:00", "at-once 07:00-21:00")]
    [InlineData("Digest:Monthly", "weekly monday 08:00", "monthly 1 08:00")]
    [InlineData("Digest:Id", "Weekly News", "lower-case letters")]
    [InlineData("Staff:Keys:0:Hash", "abc", "publisher staff add")]
    [InlineData("Staff:AlertsTo", "biuro@example.org, anna", "has „anna”; write addresses with commas between them, or „never”")]
    [InlineData("Assets", "/nowhere", "no such folder")]
    [InlineData("Look:Accent", "navy", "a colour as #rrggbb, such as #00529b")]
    [InlineData("Look:Accent", "#12345", "a colour as #rrggbb")]
    [InlineData("Look:Logo", "http://example.org/logo.png", "it must be a full address, https://…")]
    [InlineData("Look:Logo", "/assets/logo.svg", "after /assets/ it must be the name of a picture")]
    [InlineData("Look:Logo", "/assets/../secret.png", "after /assets/ it must be the name of a picture")]
    [InlineData("Look:LogoWidth", "553", "from 16 to 552")]
    [InlineData("Social:Networks", "facebook, myspace", "it can be facebook, linkedin, mastodon, or none")]
    [InlineData("Social:Gap", "25:00:00", "hh:mm:ss")]
    [InlineData("Social:ReminderDays", "31", "from 0 to 30")]
    [InlineData("Social:Withdrawn", "hide", "note or delete")]
    [InlineData("Social:Language", "polski", "two letters")]
    [InlineData("Social:Facebook:BaseUrl", "http://graph.example.org", "must begin with https://, for a token is sent there")]
    [InlineData("Social:Facebook:PageId", "lgd", "the number alone")]
    [InlineData("Social:Facebook:Version", "25", "such as v25.0")]
    [InlineData("Social:LinkedIn:Version", "2026-05", "such as 202605")]
    public void A_value_that_cannot_be_used_is_said_with_what_could(string key, string value, string sentence)
    {
        var fault = Assert.Throws<SettingsException>(() => PublisherSettings.Read(
            Configuration(("Publisher:Secret", new string('s', 32)), ($"Publisher:{key}", value)), local: true));

        Assert.Contains(fault.Faults, line => line.StartsWith(SettingsReader.NameOf(key), StringComparison.Ordinal) && line.Contains(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Facebook:AccessToken", "Facebook__PageId is missing")]
    [InlineData("LinkedIn:AccessToken", "LinkedIn__OrganisationId is missing")]
    [InlineData("Mastodon:AccessToken", "Mastodon__BaseUrl is missing")]
    public void A_token_alone_says_what_it_needs_and_is_never_repeated(string key, string sentence)
    {
        var fault = Assert.Throws<SettingsException>(() => PublisherSettings.Read(
            Configuration(("Publisher:Secret", new string('s', 32)), ($"Publisher:Social:{key}", "EAAB-secret-token")), local: true));

        Assert.Contains("Publisher__Social__" + sentence, Assert.Single(fault.Faults), StringComparison.Ordinal);
        Assert.DoesNotContain("EAAB", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_logo_of_our_own_is_named_by_its_path_and_shown_by_its_full_address()
    {
        var settings = PublisherSettings.Read(
            Configuration(
                ("Publisher:Secret", new string('s', 32)),
                ("Publisher:PublicUrl", "https://news.example.org/"),
                ("Publisher:Look:Accent", "#7A0026"),
                ("Publisher:Look:Logo", "/assets/logo.png"),
                ("Publisher:Look:LogoAlt", "LGD"),
                ("Publisher:Programmes:0:Name", "FEdKP 2021–2027"),
                ("Publisher:Programmes:0:Aliases", "Fundusze Europejskie dla Kujaw i Pomorza | FEKP"),
                ("Publisher:Programmes:0:Sentence", "Dofinansowane przez Unię Europejską"),
                ("Publisher:Programmes:0:Logos:0:Url", "https://pictures.example.org/eu.png"),
                ("Publisher:Programmes:0:Logos:0:Alt", "Unia Europejska"),
                ("Publisher:Programmes:0:Logos:0:Width", "200"),
                ("Publisher:Programmes:0:Logos:1:Url", "/assets/pl.png"),
                ("Publisher:Programmes:0:Logos:1:Alt", "Rzeczpospolita Polska")),
            local: true);

        Assert.Equal(new Look("#7a0026", new Logo("https://news.example.org/assets/logo.png", "LGD", 160)), settings.Look);
        var programme = Assert.Single(settings.Programmes.All);
        Assert.Equal(["Fundusze Europejskie dla Kujaw i Pomorza", "FEKP"], programme.Aliases);
        Assert.Equal(
            [new Logo("https://pictures.example.org/eu.png", "Unia Europejska", 200), new Logo("https://news.example.org/assets/pl.png", "Rzeczpospolita Polska", 160)],
            programme.Logos);
    }

    [Fact]
    public void Every_fault_of_programmes_and_logos_is_said_at_once()
    {
        var fault = Assert.Throws<SettingsException>(() => PublisherSettings.Read(
            Configuration(
                ("Publisher:Secret", new string('s', 32)),
                ("Publisher:Look:LogoAlt", "LGD"),
                ("Publisher:Programmes:0:Name", "NOWE FIO"),
                ("Publisher:Programmes:0:Logos:0:Url", "/assets/pl.png"),
                ("Publisher:Programmes:1:Name", "nowe fio"),
                ("Publisher:Programmes:1:Sentence", "Sfinansowano z budżetu państwa"),
                ("Publisher:Programmes:2:Aliases", "FIO|NOWE FIO"),
                ("Publisher:Programmes:2:Sentence", "Sfinansowano z budżetu państwa"),
                ("Publisher:Programmes:2:Logos:0:Alt", "Rzeczpospolita Polska")),
            local: true));

        Assert.Equal(
            [
                "Publisher__Look__Logo is missing; Publisher__Look__LogoAlt describes it",
                "Publisher__Programmes__0__Logos__0__Alt is missing; it says whose logo this is to those who do not see it",
                "Publisher__Programmes__0__Sentence is missing; it says who pays, in the words that the grant agreement asks for",
                "Publisher__Programmes__1__Logos is missing; a programme is shown by one logo at least: Publisher__Programmes__1__Logos__0__Url and Publisher__Programmes__1__Logos__0__Alt",
                "Publisher__Programmes__1__Name is „nowe fio”, which is another programme's name already",
                "Publisher__Programmes__2__Aliases has „NOWE FIO”, which names a programme already",
                "Publisher__Programmes__2__Logos__0__Url is missing; it is the picture's address, https://…, or /assets/NAME for one of this installation's own",
                "Publisher__Programmes__2__Name is missing; it is the programme as people call it, such as FEdKP 2021–2027",
            ],
            fault.Faults.Order(StringComparer.Ordinal));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.GroupBy(pair => pair.Key).ToDictionary(group => group.Key, string? (group) => group.Last().Value)).Build();
}
