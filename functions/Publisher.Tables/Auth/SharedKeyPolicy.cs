using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Auth;

/// <summary>Signs every try anew: the service refuses a date older than 15 minutes, and a retry may come late.</summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider time) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        var stringToSign = SharedKeySignature.StringToSign(
            request.Method.Method,
            request.Headers.TryGetValue("Content-MD5", out var md5) ? md5 : "",
            request.Headers.TryGetValue("Content-Type", out var type) ? type : "",
            date,
            credential.AccountName,
            request.Uri.ToUri());
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{SharedKeySignature.Sign(stringToSign, credential.Key)}");
    }
}
