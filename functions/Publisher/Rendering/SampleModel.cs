using System.Text.Json;

namespace Publisher.Rendering;

/// <summary>A template's sample, from <c>NAME.sample.json</c>, as the model it stands for.</summary>
public static class SampleModel
{
    /// <exception cref="InvalidDataException">It is no JSON object.</exception>
    public static IReadOnlyDictionary<string, object?> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Value(document.RootElement) as Dictionary<string, object?> ?? throw new InvalidDataException("a sample must be a JSON object");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"a sample is no JSON: {fault.Message}", fault);
        }
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().ToDictionary(member => member.Name, member => Value(member.Value), StringComparer.Ordinal),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.TryGetInt32(out var whole) ? whole : element.GetDecimal(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
