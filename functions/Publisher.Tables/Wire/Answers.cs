using System.Text.Json;
using Azure.Data.Tables.Edm;

namespace Azure.Data.Tables.Wire;

/// <summary>Reading what the service answers. Whatever it sends, the outcome is a value or a <see cref="RequestFailedException"/>.</summary>
internal static class Answers
{
    public static EntityRow Row(Response response) => Read(response, EntityRow.Read);

    public static List<T> Rows<T>(Response response, Func<JsonElement, T> read) => Read(response, root =>
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("value", out var values) || values.ValueKind != JsonValueKind.Array)
            throw new FormatException("A page of the answer holds no array named value.");
        var rows = new List<T>(values.GetArrayLength());
        foreach (var element in values.EnumerateArray()) rows.Add(read(element));
        return rows;
    });

    /// <summary>Runs a reader of the response; its complaints become the one exception that callers know.</summary>
    public static T Guard<T>(int status, Func<T> read)
    {
        try
        {
            return read();
        }
        // Besides malformed JSON: half a surrogate pair in an escape is an InvalidOperationException of the JSON reader.
        catch (Exception failure) when (failure is FormatException or JsonException or InvalidOperationException)
        {
            throw new RequestFailedException(status, $"The table service's answer cannot be read. {failure.Message}", failure);
        }
    }

    private static T Read<T>(Response response, Func<JsonElement, T> read) => Guard(response.Status, () =>
    {
        using var document = JsonDocument.Parse(response.Content.ToMemory());
        return read(document.RootElement);
    });
}
