using System.Text.Json;
using System.Text.Json.Nodes;

namespace Publisher.App.Tests.Api;

/// <summary>As much of JSON Schema (2020-12) as the description of the API uses. A word that it does not know is a fault, so that none is passed over.</summary>
internal static class Schema
{
    private static readonly string[] Known = ["$ref", "type", "description", "required", "properties", "additionalProperties", "items", "enum", "minimum", "maxLength", "default", "oneOf", "anyOf"];

    public static JsonNode? Follow(JsonNode document, string reference) => reference.TrimStart('#', '/').Split('/').Aggregate((JsonNode?)document, (node, part) => node?[part]);

    /// <returns>What is wrong, and where.</returns>
    public static IReadOnlyList<string> Check(JsonNode document, JsonNode schema, JsonNode? value)
    {
        var faults = new List<string>();
        Check(document, schema, value, "$", faults);
        return faults;
    }

    private static void Check(JsonNode document, JsonNode schema, JsonNode? value, string at, List<string> faults)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            Check(document, Follow(document, reference)!, value, at, faults);
            return;
        }

        faults.AddRange(schema.AsObject().Select(member => member.Key).Except(Known).Select(word => $"{at}: the schema says „{word}”"));
        if (schema["type"] is { } type && !(type is JsonArray types ? types.Select(each => (string)each!) : [(string)type!]).Any(name => Is(name, value))) faults.Add($"{at} is no {type.ToJsonString()}");
        if (schema["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value))) faults.Add($"{at} is {value?.ToJsonString()}");
        if (schema["minimum"] is { } least && value is JsonValue && (double)value < (double)least) faults.Add($"{at} is below {least}");
        if (schema["oneOf"] is JsonArray ones && ones.Count(one => Check(document, one!, value).Count == 0) != 1) faults.Add($"{at} is not just one of its kinds");
        if (schema["anyOf"] is JsonArray some && !some.Any(one => Check(document, one!, value).Count == 0)) faults.Add($"{at} is none of its kinds");
        if (value is JsonArray elements && schema["items"] is { } item)
            for (var index = 0; index < elements.Count; index++) Check(document, item, elements[index], $"{at}[{index}]", faults);
        if (value is not JsonObject members) return;
        foreach (var name in schema["required"]?.AsArray() ?? [])
            if (!members.ContainsKey((string)name!)) faults.Add($"{at}.{name} is missing");
        foreach (var (name, member) in members)
        {
            if (schema["properties"]?[name] is { } known) Check(document, known, member, $"{at}.{name}", faults);
            else if (schema["additionalProperties"] is JsonObject other) Check(document, other, member, $"{at}.{name}", faults);
            else if (schema["additionalProperties"]?.GetValueKind() == JsonValueKind.False) faults.Add($"{at}.{name} is not written");
        }
    }

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("null", JsonValueKind.Null) or ("string", JsonValueKind.String) or ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("number", JsonValueKind.Number)
            or ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => (double)value! % 1 == 0,
        _ => false,
    };
}
