using Publisher.Mail.Smtp;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>Settings are judged when the transport is made, not when the first message meets them.</summary>
public sealed class SettingsCheckTests : IDisposable
{
    private static readonly SmtpSettings Good = new() { Host = "mx.example.test" };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("settings");

    public static TheoryData<string, SmtpSettings> OutOfRange => new()
    {
        { "ConnectPause", Good with { ConnectPause = TimeSpan.FromTicks(-1) } },
        { "ConnectPause", Good with { ConnectPause = TimeSpan.MaxValue } },
        { "ConnectPause", Good with { ConnectPause = TimeSpan.FromMinutes(2) } },
        { "RestPeriod", Good with { RestPeriod = TimeSpan.Zero } },
        { "RestPeriod", Good with { RestPeriod = TimeSpan.FromMinutes(16) } },
        { "CancellationGrace", Good with { CancellationGrace = Timeout.InfiniteTimeSpan } },
        { "CancellationGrace", Good with { CancellationGrace = TimeSpan.FromDays(50) } },
        { "Timeouts.Connect", Good with { Timeouts = new() { Connect = TimeSpan.Zero } } },
        { "Timeouts.Command", Good with { Timeouts = new() { Command = Timeout.InfiniteTimeSpan } } },
        { "Timeouts.Data", Good with { Timeouts = new() { Data = TimeSpan.MaxValue } } },
        { "Timeouts.Content", Good with { Timeouts = new() { Content = TimeSpan.FromHours(2) } } },
        { "Timeouts.Final", Good with { Timeouts = new() { Final = TimeSpan.MinValue } } },
        { "Timeouts", Good with { Timeouts = null! } },
        { "MessagesPerConnection", Good with { MessagesPerConnection = 0 } },
        { "PerMinute", Good with { PerMinute = 0 } },
        { "PerHour", Good with { PerHour = -1 } },
        { "ConnectAttempts", Good with { ConnectAttempts = 11 } },
        { "Security", Good with { Security = (SmtpSecurity)7 } },
        { "Host", Good with { Host = null! } },
        { "ClientName", Good with { ClientName = null! } },
        { "CaFile", Good with { CaFile = "/nowhere/ca.pem" } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_setting_out_of_its_range_is_named_in_a_sentence(string name, SmtpSettings settings)
    {
        var fault = Assert.Throws<ArgumentException>(() => new SmtpTransport(settings)).Message;
        Assert.StartsWith(name + " ", fault, StringComparison.Ordinal);
        Assert.Contains(".", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")]
    public void A_file_of_authorities_without_a_certificate_is_a_fault(string content)
    {
        var file = Path.Combine(folder.FullName, "ca.pem");
        File.WriteAllText(file, content);
        Assert.StartsWith("CaFile ", Assert.Throws<ArgumentException>(() => new SmtpTransport(Good with { CaFile = file })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_file_of_authorities() =>
        Assert.StartsWith("CaFile ", Assert.Throws<ArgumentException>(() => new SmtpTransport(Good with { CaFile = folder.FullName })).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var file = Path.Combine(folder.FullName, "ca.pem");
        File.WriteAllText(file, "");
        var fault = Assert.Throws<ArgumentException>(() => new SmtpTransport(Good with
        {
            Host = "mx example",
            Port = 0,
            CaFile = file,
            RestPeriod = TimeSpan.Zero,
            Timeouts = new() { Command = TimeSpan.Zero, Final = TimeSpan.MaxValue },
        })).Message;
        Assert.All(["Host ", "Port ", "CaFile ", "RestPeriod ", "Timeouts.Command ", "Timeouts.Final "], name => Assert.Contains(name, fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_at_the_ends_of_their_ranges_are_taken()
    {
        var hour = TimeSpan.FromHours(1);
        await using var most = new SmtpTransport(Good with
        {
            ConnectPause = TimeSpan.FromMinutes(1),
            RestPeriod = TimeSpan.FromMinutes(15),
            CancellationGrace = hour,
            Timeouts = new() { Connect = hour, Command = hour, Data = hour, Content = hour, Final = hour },
            CaFile = TestAuthority.CaFile,
        });
        await using var least = new SmtpTransport(Good with { ConnectPause = TimeSpan.Zero, CancellationGrace = TimeSpan.Zero, MessagesPerConnection = 1, PerMinute = 1, PerHour = 1 });
    }

    public void Dispose() => folder.Delete(recursive: true);
}
