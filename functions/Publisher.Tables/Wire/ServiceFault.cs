using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>What the service says went wrong.</summary>
/// <param name="Code">One of the service's error codes, or null.</param>
/// <param name="Message">A sentence, or null.</param>
internal sealed record ServiceFault(string? Code, string? Message)
{
    private static readonly DetailsParser Parser = new();

    public static RequestFailedException Exception(Response response) => new(response, null, Parser);

    /// <summary>Reads <c>{"odata.error":{"code":…,"message":{"value":…}}}</c>; anything else is an empty fault.</summary>
    public static ServiceFault Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = Member(document.RootElement, "odata.error");
            return new(Text(Member(error, "code")), Text(Member(Member(error, "message"), "value")));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return new(null, null);
        }
    }

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString() : null;

    private sealed class DetailsParser : RequestFailedDetailsParser
    {
        public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
        {
            var fault = response.ContentStream is MemoryStream body ? Read(body.ToArray()) : new(null, null);
            var code = fault.Code ?? (response.Headers.TryGetValue("x-ms-error-code", out var header) ? header : null);
            error = new ResponseError(code, fault.Message);
            data = null;
            return true;
        }
    }
}
