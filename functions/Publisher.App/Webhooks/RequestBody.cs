namespace Publisher.App.Webhooks;

/// <summary>A body as it came, octet for octet: signatures are made over it. The server bounds its size.</summary>
internal static class RequestBody
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await request.Body.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }
}
