using Publisher.App.Local;

namespace Publisher.App.Tests.Local;

public sealed class HostSettingsTests
{
    [Fact]
    public void A_silent_file_means_the_hosts_defaults()
    {
        var settings = HostSettings.Read("""{ "version": "2.0" }""");

        Assert.Equal(new HostSettings(), settings);
        Assert.Equal((16, 8, 5), (settings.BatchSize, settings.NewBatchThreshold, settings.MaxDequeueCount));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)), (settings.VisibilityTimeout, settings.MaxPollingInterval, settings.FunctionTimeout));
    }

    [Fact]
    public void What_the_file_says_counts()
    {
        var settings = HostSettings.Read("""
            { "functionTimeout": "00:01:00", "extensions": { "queues": { "batchSize": 4, "maxDequeueCount": 2, "visibilityTimeout": "00:00:30", "maxPollingInterval": "00:00:10" } } }
            """);

        Assert.Equal(
            new HostSettings { BatchSize = 4, NewBatchThreshold = 2, MaxDequeueCount = 2, VisibilityTimeout = TimeSpan.FromSeconds(30), MaxPollingInterval = TimeSpan.FromSeconds(10), FunctionTimeout = TimeSpan.FromMinutes(1) },
            settings);
    }

    [Fact]
    public void A_timeout_of_minus_one_is_none() => Assert.Null(HostSettings.Read("""{ "functionTimeout": "-1" }""").FunctionTimeout);

    [Fact]
    public void The_products_own_file_is_read()
    {
        var settings = HostSettings.Load(AppContext.BaseDirectory);

        Assert.NotNull(settings.FunctionTimeout);
        Assert.InRange(settings.BatchSize, 1, 32);
    }

    [Theory]
    [InlineData("batchSize", "0", "from 1 to 32, not 0.")]
    [InlineData("batchSize", "33", "from 1 to 32, not 33.")]
    [InlineData("batchSize", "\"many\"", "not \"many\".")]
    [InlineData("newBatchThreshold", "-1", "of at least 0, not -1.")]
    [InlineData("maxDequeueCount", "0", "of at least 1, not 0.")]
    [InlineData("visibilityTimeout", "\"soon\"", "a duration (hh:mm:ss) from 00:00:00 to 7.00:00:00, not \"soon\".")]
    [InlineData("visibilityTimeout", "\"8.00:00:00\"", "not \"8.00:00:00\".")]
    [InlineData("maxPollingInterval", "\"00:00:00\"", "of at least 00:00:00.1000000, not \"00:00:00\".")]
    public void Values_out_of_range_are_named(string name, string value, string end)
    {
        var error = Assert.Throws<FunctionManifestException>(() => HostSettings.Read($$"""{ "extensions": { "queues": { "{{name}}": {{value}} } } }"""));

        var fault = Assert.Single(error.Faults);
        Assert.StartsWith($"host.json: extensions.queues.{name} must be ", fault, StringComparison.Ordinal);
        Assert.EndsWith(end, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var root = new ScratchRoot();
        File.Delete(Path.Combine(root.Folder, "host.json"));

        Assert.Contains("host.json is missing", Assert.Throws<FunctionManifestException>(() => HostSettings.Load(root.Folder)).Message, StringComparison.Ordinal);
    }
}
