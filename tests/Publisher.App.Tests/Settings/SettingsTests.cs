using Microsoft.Extensions.Configuration;
using Publisher.App.Settings;
using Publisher.Testing;

namespace Publisher.App.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void The_readme_lists_every_setting_and_no_other()
    {
        var reader = new SettingsReader(Configuration(("Publisher:Staff:Keys:0:Name", "Anna")));
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
    [InlineData("Mail:MaxConnections", "0", "from 1 to 64")]
    [InlineData("Mail:Security", "ssl", "none or starttls or tls")]
    [InlineData("Mail:CaFile", "/nowhere/ca.pem", "no such file")]
    [InlineData("Mail:Dkim:PrivateKeyFile", "/nowhere/dkim.pem", "no such file")]
    [InlineData("Delivery:PassTime", "3 minutes", "hh:mm:ss")]
    [InlineData("Delivery:PassTime", "01:00:00", "from 00:00:10 to 00:02:30")]
    [InlineData("TimeZone", "Europe/Torun", "tz database")]
    [InlineData("PublicUrl", "news.example.org", "full web address")]
    [InlineData("Secret", "short", "at least 32 characters")]
    [InlineData("Districts", "Bielany, bielany", "is there twice")]
    [InlineData("Digest:Id", "announcement", "choose another name")]
    [InlineData("Digest:Id", "Weekly News", "lower-case letters")]
    [InlineData("Staff:Keys:0:Hash", "abc", "publisher staff add")]
    public void A_value_that_cannot_be_used_is_said_with_what_could(string key, string value, string sentence)
    {
        var fault = Assert.Throws<SettingsException>(() => PublisherSettings.Read(
            Configuration(("Publisher:Secret", new string('s', 32)), ($"Publisher:{key}", value)), local: true));

        Assert.Contains(fault.Faults, line => line.StartsWith(SettingsReader.NameOf(key), StringComparison.Ordinal) && line.Contains(sentence, StringComparison.Ordinal));
    }

    private static IConfiguration Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.GroupBy(pair => pair.Key).ToDictionary(group => group.Key, string? (group) => group.Last().Value)).Build();
}
