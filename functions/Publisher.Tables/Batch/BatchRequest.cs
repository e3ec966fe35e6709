using System.Text;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Batch;

/// <summary>Writes a transaction as one change set of a multipart/mixed body (RFC 2046 section 5.1, OData 3 batch).</summary>
internal static class BatchRequest
{
    public static string ContentType(string id) => $"multipart/mixed; boundary=batch_{id}";

    /// <param name="endpoint">Address of the service: each part repeats it.</param>
    /// <param name="tableName">The table of all rows.</param>
    /// <param name="writes">The writes, in order.</param>
    /// <param name="id">Makes the boundaries; nobody who supplies a value can foresee it.</param>
    /// <exception cref="ArgumentException">The body is larger than the service accepts.</exception>
    public static byte[] Write(Uri endpoint, string tableName, IReadOnlyList<TableWrite> writes, string id)
    {
        var body = new MemoryStream();
        Append(body, $"--batch_{id}\r\nContent-Type: multipart/mixed; boundary=changeset_{id}\r\n\r\n");
        for (var i = 0; i < writes.Count; i++) AppendPart(body, $"{endpoint.AbsoluteUri.TrimEnd('/')}{writes[i].Path(tableName)}", writes[i], id, i);
        Append(body, $"--changeset_{id}--\r\n--batch_{id}--\r\n");
        return body.Length <= BatchLimits.Bytes
            ? body.ToArray()
            : throw new ArgumentException($"A transaction is at most {BatchLimits.Bytes} bytes long; this one is {body.Length}.", nameof(writes));
    }

    private static void AppendPart(MemoryStream body, string url, TableWrite write, string id, int index)
    {
        Append(body, $"--changeset_{id}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        Append(body, $"{write.Method.Method} {url} HTTP/1.1\r\nContent-ID: {index}\r\n");
        Append(body, "Accept: application/json;odata=minimalmetadata\r\nDataServiceVersion: 3.0\r\n");
        if (write.Kind == TableTransactionActionType.Add) Append(body, "Prefer: return-no-content\r\n");
        if (write.IfMatch is not null) Append(body, $"If-Match: {write.IfMatch}\r\n");
        if (write.Body is not null) Append(body, "Content-Type: application/json\r\n");
        Append(body, "\r\n");
        body.Write(write.Body ?? []);
        Append(body, "\r\n");
    }

    private static void Append(MemoryStream body, string ascii) => body.Write(Encoding.ASCII.GetBytes(ascii));
}
