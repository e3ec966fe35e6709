using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Wire;

/// <summary>Notes, try by try, whether the service may have done what was asked without the client learning of it.</summary>
internal sealed class AttemptPolicy : AsyncOnlyPolicy
{
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline);
        }
        catch (Exception failure) when (!NeverSent(failure))
        {
            MarkUnknown(message);
            throw;
        }

        // A 5xx or 408 may come from a gateway that lost the reply of a server that had committed.
        if (message.Response.Status is 408 or >= 500) MarkUnknown(message);
    }

    /// <summary>True once a try of this call ended without a reply that tells its outcome.</summary>
    public static bool MayHaveCommitted(HttpMessage message) => message.TryGetProperty(typeof(AttemptPolicy), out _);

    private static void MarkUnknown(HttpMessage message) => message.SetProperty(typeof(AttemptPolicy), true);

    /// <summary>No connection came about, so nothing can have been committed.</summary>
    private static bool NeverSent(Exception failure)
    {
        var cause = failure as HttpRequestException ?? failure.InnerException as HttpRequestException;
        return cause?.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;
    }
}
