using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Publisher.App.Local;

/// <summary>Checks one function.json as the host does, without touching the disk.</summary>
internal static partial class FunctionManifestReader
{
    /// <summary>Storage allows 63 characters; seven of them are kept for "-poison".</summary>
    private const int MaxQueueName = 63 - 7;

    private const int MinQueueName = 3;

    private static readonly string[] KnownTypes = ["httpTrigger", "timerTrigger", "queueTrigger", "http"];

    private static readonly string[] AuthLevels = ["anonymous", "function", "admin"];

    /// <summary>Reads one function; null when a fault was added that leaves nothing to go on with.</summary>
    public static FunctionManifest? Read(string name, string json, IConfiguration configuration, List<string> faults)
    {
        var found = new List<string>();
        var function = ReadBindings(name, json, configuration, found);
        faults.AddRange(found.Select(fault => $"{name}: {fault}"));
        return found.Count == 0 ? function : null;
    }

    private static FunctionManifest? ReadBindings(string name, string json, IConfiguration configuration, List<string> faults)
    {
        if (!FunctionName().IsMatch(name))
            faults.Add("a function's name is a letter followed by up to 127 letters, digits, hyphens or underscores.");
        if (JsonText.ReadObject(json, "function.json", faults) is not { } root) return null;
        if (root["bindings"] is not JsonArray { Count: > 0 } array || array.Any(binding => binding is not JsonObject))
        {
            faults.Add("\"bindings\" must be an array of objects with at least one in it.");
            return null;
        }

        var bindings = array.OfType<JsonObject>().ToList();
        foreach (var binding in bindings) CheckBinding(binding, faults);
        foreach (var doubled in bindings.Select(NameOf).OfType<string>().CountBy(text => text, StringComparer.OrdinalIgnoreCase).Where(pair => pair.Value > 1))
            faults.Add($"two bindings are named \"{doubled.Key}\"; each needs a name of its own.");

        var triggers = bindings.Where(IsTrigger).ToList();
        if (triggers.Count != 1)
        {
            faults.Add($"a function has exactly one trigger; this one has {(triggers.Count == 0 ? "none" : string.Join(", ", triggers.Select(TypeOf)))}.");
            return null;
        }

        var trigger = triggers[0];
        var outputs = bindings.Where(binding => binding != trigger).ToList();
        FunctionTrigger? read = TypeOf(trigger) switch
        {
            "httpTrigger" => ReadHttp(name, trigger, outputs, faults),
            "timerTrigger" => ReadTimer(trigger, outputs, configuration, faults),
            "queueTrigger" => ReadQueue(trigger, outputs, configuration, faults),
            _ => null,
        };
        return read is null ? null : new FunctionManifest(name, read);
    }

    private static void CheckBinding(JsonObject binding, List<string> faults)
    {
        var type = TypeOf(binding);
        if (type is null || !KnownTypes.Contains(type, StringComparer.Ordinal))
            faults.Add($"the binding type {Shown(binding["type"])} is not one of {string.Join(", ", KnownTypes)}.");
        if (NameOf(binding) is not { } name || !BindingName().IsMatch(name))
            faults.Add($"the binding name {Shown(binding["name"])} is not a letter followed by letters and digits.");
        var direction = JsonText.Text(binding["direction"]);
        if (direction is not ("in" or "out"))
            faults.Add($"the binding direction {Shown(binding["direction"])} is neither \"in\" nor \"out\".");
        else if (IsTrigger(binding) && direction == "out")
            faults.Add($"a {type} has the direction \"in\".");
        else if (type == "http" && direction == "in")
            faults.Add("an http binding has the direction \"out\".");
    }

    private static HttpTrigger? ReadHttp(string name, JsonObject trigger, List<JsonObject> outputs, List<string> faults)
    {
        if (outputs.Count != 1 || TypeOf(outputs[0]) != "http")
            faults.Add("a function that answers HTTP has exactly one http output and nothing else beside its trigger.");
        var route = trigger["route"] is null ? name : JsonText.Text(trigger["route"]);
        if (route is null)
        {
            faults.Add("\"route\" must be a string.");
            return null;
        }

        if (route.StartsWith('/')) faults.Add($"the route \"{route}\" must not begin with a slash.");
        if (route.StartsWith("admin", StringComparison.OrdinalIgnoreCase) || route.StartsWith("runtime", StringComparison.OrdinalIgnoreCase))
            faults.Add($"the route \"{route}\" begins with admin or runtime, which the host keeps for itself.");
        if (HttpRoute.FaultOf(route) is { } fault) faults.Add($"the route \"{route}\" cannot be read: {fault}");

        var authLevel = trigger["authLevel"] is null ? "function" : JsonText.Text(trigger["authLevel"]);
        if (authLevel is null || !AuthLevels.Contains(authLevel, StringComparer.OrdinalIgnoreCase))
            faults.Add($"the authLevel {Shown(trigger["authLevel"])} is not one of {string.Join(", ", AuthLevels)}.");
        var methods = trigger["methods"] is null ? [] : (trigger["methods"] as JsonArray)?.Select(JsonText.Text).ToList();
        if (methods is null || methods.Contains(null)) faults.Add("\"methods\" must be an array of strings.");
        return faults.Count > 0 ? null : new HttpTrigger(NameOf(trigger)!, route, [.. methods!.Select(method => method!.ToUpperInvariant())], authLevel!);
    }

    private static TimerTrigger? ReadTimer(JsonObject trigger, List<JsonObject> outputs, IConfiguration configuration, List<string> faults)
    {
        RefuseOutputs(outputs, faults);
        if (trigger["runOnStartup"] is { } node && node.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            faults.Add("\"runOnStartup\" must be true or false.");
        if (Resolved(trigger, "schedule", configuration, faults) is not { } expression) return null;
        var schedule = TimerSchedule.TryParse(expression);
        if (schedule is null)
            faults.Add($"the schedule \"{expression}\" is no NCRONTAB expression of six fields (second minute hour day month day-of-week).");
        else if (schedule.Next(DateTimeOffset.UnixEpoch) is null)
            faults.Add($"the schedule \"{expression}\" never occurs.");
        return faults.Count > 0 ? null : new TimerTrigger(NameOf(trigger)!, schedule!, trigger["runOnStartup"]?.GetValue<bool>() ?? false);
    }

    private static QueueTrigger? ReadQueue(JsonObject trigger, List<JsonObject> outputs, IConfiguration configuration, List<string> faults)
    {
        RefuseOutputs(outputs, faults);
        if (trigger["connection"] is { } connection && JsonText.Text(connection) is not ("" or "AzureWebJobsStorage"))
            faults.Add($"the connection {Shown(connection)} is not AzureWebJobsStorage, the one storage account that the app has.");
        if (Resolved(trigger, "queueName", configuration, faults) is not { } queue) return null;
        if (queue.Length is < MinQueueName or > MaxQueueName || !QueueName().IsMatch(queue))
        {
            faults.Add(
                $"the queueName \"{queue}\" is not {MinQueueName} to {MaxQueueName} lower-case letters, digits and single hyphens, " +
                "beginning and ending with a letter or digit.");
        }

        return faults.Count > 0 ? null : new QueueTrigger(NameOf(trigger)!, queue);
    }

    /// <summary>The host would allow them; the app enqueues by itself, so one here is a mistake that local mode would hide.</summary>
    private static void RefuseOutputs(List<JsonObject> outputs, List<string> faults)
    {
        if (outputs.Count > 0) faults.Add("a timer or queue function has its trigger and no other binding.");
    }

    /// <summary>A required text with its <c>%Setting%</c>s filled in.</summary>
    private static string? Resolved(JsonObject trigger, string member, IConfiguration configuration, List<string> faults)
    {
        if (JsonText.Text(trigger[member]) is not { Length: > 0 } text)
        {
            faults.Add($"\"{member}\" is missing.");
            return null;
        }

        var unset = new List<string>();
        var resolved = Setting().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            var value = configuration[name] ?? configuration[name.Replace("__", ":", StringComparison.Ordinal)];
            if (string.IsNullOrEmpty(value)) unset.Add(name);
            return value ?? "";
        });
        faults.AddRange(unset.Select(name => $"\"{member}\" refers to %{name}%, and no such setting is set."));
        return unset.Count == 0 ? resolved : null;
    }

    private static bool IsTrigger(JsonObject binding) => TypeOf(binding)?.EndsWith("Trigger", StringComparison.Ordinal) == true;

    private static string? TypeOf(JsonObject binding) => JsonText.Text(binding["type"]);

    private static string? NameOf(JsonObject binding) => JsonText.Text(binding["name"]);

    private static string Shown(JsonNode? node) => node?.ToJsonString() ?? "(missing)";

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_-]{0,127}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionName();

    [GeneratedRegex(@"^([A-Za-z][A-Za-z0-9]{0,127}|\$return)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BindingName();

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueName();

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
