using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Publisher.App.Local;

/// <summary>
/// Builds what the host posts to a timer or queue function: <c>{"Data": {…}, "Metadata": {…}}</c>, in which a string, number
/// or boolean is a JSON string that holds JSON, while objects and instants are themselves.
/// </summary>
/// <param name="time">The clock of <c>sys.UtcNow</c>.</param>
/// <param name="chance">The source of <c>sys.RandGuid</c>; a seeded one gives the same payloads again.</param>
public sealed class Payload(TimeProvider time, Random chance)
{
    private readonly Lock drawing = new();

    /// <summary>The payload of a timer function.</summary>
    /// <param name="status">What is known of earlier runs; null leaves it out, as the host does when it keeps none.</param>
    public string ForTimer(string functionName, TimerTrigger trigger, ScheduleStatus? status, bool isPastDue)
    {
        var timer = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = status is null ? null : new JsonObject
            {
                ["Last"] = Instant(status.Last),
                ["Next"] = Instant(status.Next),
                ["LastUpdated"] = Instant(status.LastUpdated),
            },
            ["IsPastDue"] = isPastDue,
        };
        return Write(trigger.BindingName, timer, new JsonObject { ["sys"] = Sys(functionName) });
    }

    /// <summary>The payload of a queue function.</summary>
    public string ForQueue(string functionName, QueueTrigger trigger, QueueDelivery delivery)
    {
        var metadata = new SortedList<string, JsonNode?>(StringComparer.OrdinalIgnoreCase)
        {
            ["DequeueCount"] = Twice(delivery.DequeueCount.ToString(CultureInfo.InvariantCulture)),
            ["Id"] = Twice(Quoted(delivery.Id)),
            ["InsertionTime"] = Instant(delivery.InsertionTime),
            ["ExpirationTime"] = Instant(delivery.ExpirationTime),
            ["NextVisibleTime"] = Instant(delivery.NextVisibleTime),
            ["PopReceipt"] = Twice(Quoted(delivery.PopReceipt)),
            ["sys"] = Sys(functionName),
        };
        // Over same-named ones, whatever their letter case: a message with a member "id" hides its own Id, here as there.
        foreach (var (name, value) in MembersOf(delivery.Text)) metadata[name] = value;
        return Write(trigger.BindingName, Twice(Quoted(delivery.Text)), new JsonObject(metadata));
    }

    /// <summary>The members of a JSON message that the host adds to the metadata: single values as strings, objects as they are, arrays and nulls not.</summary>
    private static IEnumerable<(string Name, JsonNode Value)> MembersOf(string text)
    {
        if (Parsed(text) is not { } message) yield break;
        foreach (var (name, value) in message)
        {
            if (value is JsonObject nested) yield return (name, nested.DeepClone());
            else if (Single(value) is { } single) yield return (name, Twice(Quoted(single)));
        }
    }

    private static string? Single(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.Number => value.ToJsonString(),
        // The host writes them as .NET does.
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        _ => null,
    };

    private static JsonObject? Parsed(string text)
    {
        try
        {
            // Counting reads the members, which is when a doubled name shows.
            return JsonNode.Parse(text) is JsonObject { Count: > 0 } message ? message : null;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static string Write(string binding, JsonNode data, JsonObject metadata) =>
        new JsonObject { ["Data"] = new JsonObject { [binding] = data }, ["Metadata"] = metadata }.ToJsonString(JsonText.Writing);

    private static string Quoted(string text) => JsonSerializer.Serialize(text, JsonText.Writing);

    private static JsonValue Twice(string json) => JsonValue.Create(json);

    /// <summary>An instant as the host writes it; one that never was is the first second of the calendar, which has no offset.</summary>
    private static JsonValue Instant(DateTimeOffset? instant) => JsonValue.Create(
        instant is { } known ? known.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture) : "0001-01-01T00:00:00");

    private JsonObject Sys(string functionName) => new()
    {
        ["MethodName"] = functionName,
        ["UtcNow"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        ["RandGuid"] = NextGuid().ToString(),
    };

    private Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (drawing) chance.NextBytes(bytes);
        return new Guid(bytes);
    }
}

/// <summary>One delivery of one queue message.</summary>
/// <param name="Text">The message, decoded.</param>
/// <param name="DequeueCount">How often it was delivered, this time included.</param>
/// <param name="NextVisibleTime">When it comes back unless it is deleted before.</param>
/// <param name="PopReceipt">The proof, good for this delivery only, that lets it be deleted.</param>
public sealed record QueueDelivery(
    string Id,
    string Text,
    long DequeueCount,
    DateTimeOffset? InsertionTime,
    DateTimeOffset? ExpirationTime,
    DateTimeOffset? NextVisibleTime,
    string PopReceipt);
