using System.Text.Encodings.Web;
using System.Text.Json;
using Publisher.Content.Import;

namespace Publisher.Content;

/// <summary>Writes every item out, drafts and withdrawn ones too, as a content file: an import of it changes nothing.</summary>
public sealed class ExportItems(Items items)
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>How many were written.</returns>
    /// <exception cref="RefusedException">There is more than a content file can hold.</exception>
    public async Task<int> RunAsync(Stream file, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var json = new Utf8JsonWriter(file, Options);
        json.WriteStartObject();
        json.WriteStartArray("items");
        await foreach (var stored in items.AllAsync(cancellationToken))
        {
            ItemTable.Write(json, stored.Item);
            count++;
            await json.FlushAsync(cancellationToken);
            if (json.BytesCommitted > LineJson.MaxBytes)
                throw new RefusedException("Nothing was exported.", [new Fault("items", $"are more than a content file can hold, {LineJson.MaxBytes / 1024 / 1024} MB")]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellationToken);
        return count;
    }
}
