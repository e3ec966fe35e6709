using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Auth;

/// <summary>Adds a shared access signature to the address, once per call: retries keep the address.</summary>
internal sealed class SharedAccessSignaturePolicy(string signature) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        var query = uri.Query.TrimStart('?');
        uri.Query = query.Length == 0 ? signature : $"{query}&{signature}";
    }
}
