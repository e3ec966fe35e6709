using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Publisher.App.Local;

/// <summary>What the host makes of a handler's answer to a timer or queue call; pure.</summary>
/// <param name="Logs">The answer's log lines.</param>
/// <param name="Failure">Which of the host's rules the answer breaks, in a sentence; null when it breaks none.</param>
public sealed record InvocationAnswer(IReadOnlyList<string> Logs, string? Failure)
{
    private const string Expected = "The host expects 200 with application/json and an object such as {\"Outputs\":{},\"Logs\":[],\"ReturnValue\":null}.";

    /// <summary>The host never completes such an invocation, and the timeout takes every other one with it.</summary>
    private const string Hangs = "the host would wait until functionTimeout and then kill the process. " + Expected;

    /// <summary>Applies the host's rules to a whole answer.</summary>
    /// <param name="contentType">The Content-Type header; null when there is none.</param>
    public static InvocationAnswer Read(HttpStatusCode status, MediaTypeHeaderValue? contentType, string body)
    {
        var code = ((int)status).ToString(CultureInfo.InvariantCulture);
        if ((int)status is < 200 or > 299) return Failed($"It answered {code}, and any status outside 200 to 299 is a failure.");
        if (status == HttpStatusCode.NoContent) return Failed($"It answered 204 without a body: {Hangs}");
        if (string.IsNullOrWhiteSpace(body)) return Failed($"It answered {code} with an empty body: {Hangs}");
        if (!string.Equals(contentType?.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
            return Failed($"It answered with {contentType?.MediaType ?? "no content type"} instead of application/json, which is a failure. {Expected}");
        try
        {
            return JsonNode.Parse(body) switch
            {
                null => Failed($"It answered null: {Hangs}"),
                JsonObject answer => ReadObject(answer),
                JsonArray => Failed($"It answered an array instead of an object, which is a failure. {Expected}"),
                _ => Failed($"It answered a single value instead of an object, which is a failure. {Expected}"),
            };
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return Failed($"It answered what is no valid JSON, which is a failure. {Expected}");
        }
    }

    private static InvocationAnswer ReadObject(JsonObject answer)
    {
        if (Member(answer, "Outputs") is not (null or JsonObject))
            return Failed($"Its answer's Outputs are no object, which is a failure. {Expected}");
        return Member(answer, "Logs") switch
        {
            null => new InvocationAnswer([], null),
            JsonArray lines when lines.All(line => JsonText.Text(line) is not null) => new InvocationAnswer([.. lines.Select(line => JsonText.Text(line)!)], null),
            _ => Failed($"Its answer's Logs are no array of strings, which is a failure. {Expected}"),
        };
    }

    /// <summary>The host matches the members without regard to letter case.</summary>
    private static JsonNode? Member(JsonObject answer, string name) =>
        answer.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static InvocationAnswer Failed(string sentence) => new([], sentence);
}
