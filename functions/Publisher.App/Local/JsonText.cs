using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Publisher.App.Local;

/// <summary>JSON as the host reads and writes it: comments and trailing commas are allowed in its files, and its payloads escape no letters.</summary>
internal static class JsonText
{
    public static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions Reading = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads an object; null, and a fault that names the file, when the text is something else.</summary>
    public static JsonObject? ReadObject(string json, string file, List<string> faults)
    {
        try
        {
            // Reading the members once finds a doubled name now; JsonObject would keep silent until somebody asks for it.
            if (JsonNode.Parse(json, documentOptions: Reading) is JsonObject read && read.Count >= 0) return read;
            faults.Add($"{file}: a JSON object is expected.");
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            faults.Add($"{file}: this is no valid JSON ({OneLine.Of(error)}).");
        }

        return null;
    }

    public static bool IsText(JsonNode? node, string expected) => Text(node) == expected;

    /// <summary>The string in a node; null when there is no node or it is no string.</summary>
    public static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
}
