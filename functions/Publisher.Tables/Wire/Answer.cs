using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>A response that did not come as an HTTP message of its own: a part of a transaction's, or one pieced together.</summary>
internal sealed class Answer(int status, string reason, IReadOnlyDictionary<string, string> headers, bool isError) : Response
{
    public override int Status { get; } = status;

    public override string ReasonPhrase { get; } = reason;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = headers.GetValueOrDefault("x-ms-client-request-id", "");

    public override bool IsError => isError;

    /// <summary>What the service would have said had its reply not been lost.</summary>
    public static Answer Committed(string stamp, ETag etag)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-ms-client-request-id"] = stamp };
        if (etag != default) headers["ETag"] = etag.ToString();
        return new Answer(204, "No Content", headers, isError: false);
    }

    /// <summary>A delete that found nothing, after a try of its own that may have been the one to delete it.</summary>
    public static Answer Gone(string stamp) => new(
        404, "Not Found", new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-ms-client-request-id"] = stamp }, isError: false);

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
