using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Publisher.App.Local;

/// <summary>What host.json says about the pace of queues and the length of a run; where it is silent, the host's own defaults.</summary>
public sealed record HostSettings
{
    /// <summary>Storage hands out at most 32 messages in one answer (Get Messages, numofmessages).</summary>
    private const int MaxBatchSize = 32;

    /// <summary>Storage hides a message for at most seven days (Update Message, visibilitytimeout).</summary>
    private static readonly TimeSpan MaxVisibilityTimeout = TimeSpan.FromDays(7);

    /// <summary>The host's own lower limit of extensions.queues.maxPollingInterval.</summary>
    private static readonly TimeSpan MinPollingInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>No plan promises longer runs than this; the file's -1 is the way to say "without limit".</summary>
    private static readonly TimeSpan MaxFunctionTimeout = TimeSpan.FromDays(1);

    /// <summary>Messages of one queue in work at the same time; 1 to 32, 16 unless set.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>More messages are fetched when no more than this many are in work; half of <see cref="BatchSize"/> unless set.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Deliveries of a message before it goes to the poison queue; at least 1, 5 unless set.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a message whose run failed stays hidden; 0 to 7 days, 0 unless set.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>The longest wait between two looks into an empty queue; at least 100 ms, a minute unless set.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long one run may take; null is without limit (-1 in the file). Five minutes unless set, the default of the Consumption plan.</summary>
    public TimeSpan? FunctionTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads host.json of a script root.</summary>
    /// <exception cref="FunctionManifestException">There is no such file, it is no JSON, or values in it are out of range; every fault is named.</exception>
    public static HostSettings Load(string scriptRoot)
    {
        var file = Path.Combine(scriptRoot, "host.json");
        if (!File.Exists(file)) throw new FunctionManifestException([$"host.json is missing from {scriptRoot}."]);
        return Read(File.ReadAllText(file));
    }

    /// <summary>Reads the text of a host.json.</summary>
    /// <exception cref="FunctionManifestException">It is no JSON object, or values in it are out of range; every fault is named.</exception>
    public static HostSettings Read(string json)
    {
        var faults = new List<string>();
        var host = JsonText.ReadObject(json, "host.json", faults);
        if (host is null) throw new FunctionManifestException(faults);

        var queues = (host["extensions"] as JsonObject)?["queues"] as JsonObject ?? [];
        var defaults = new HostSettings();
        var batchSize = Number(queues, "batchSize", defaults.BatchSize, 1, MaxBatchSize, faults);
        var settings = new HostSettings
        {
            BatchSize = batchSize,
            NewBatchThreshold = Number(queues, "newBatchThreshold", batchSize / 2, 0, int.MaxValue, faults),
            MaxDequeueCount = Number(queues, "maxDequeueCount", defaults.MaxDequeueCount, 1, int.MaxValue, faults),
            VisibilityTimeout = Duration(
                queues, "extensions.queues.", "visibilityTimeout", defaults.VisibilityTimeout, TimeSpan.Zero, MaxVisibilityTimeout, faults),
            MaxPollingInterval = Duration(
                queues, "extensions.queues.", "maxPollingInterval", defaults.MaxPollingInterval, MinPollingInterval, TimeSpan.MaxValue, faults),
            FunctionTimeout = JsonText.IsText(host["functionTimeout"], "-1")
                ? null
                : Duration(host, "", "functionTimeout", defaults.FunctionTimeout!.Value, TimeSpan.FromSeconds(1), MaxFunctionTimeout, faults),
        };
        return faults.Count == 0 ? settings : throw new FunctionManifestException(faults);
    }

    private static int Number(JsonObject section, string name, int unset, int least, int most, List<string> faults)
    {
        if (section[name] is not { } node) return unset;
        if (node.GetValueKind() == JsonValueKind.Number && node.AsValue().TryGetValue<int>(out var value) && value >= least && value <= most) return value;
        var range = most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        faults.Add($"host.json: extensions.queues.{name} must be a whole number {range}, not {node.ToJsonString()}.");
        return unset;
    }

    private static TimeSpan Duration(JsonObject section, string path, string name, TimeSpan unset, TimeSpan least, TimeSpan most, List<string> faults)
    {
        if (section[name] is not { } node) return unset;
        if (JsonText.Text(node) is { } text && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most) return value;
        var range = most == TimeSpan.MaxValue ? $"of at least {least:c}" : $"from {least:c} to {most:c}";
        faults.Add($"host.json: {path}{name} must be a duration (hh:mm:ss) {range}, not {node.ToJsonString()}.");
        return unset;
    }
}
