using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables.Auth;

namespace Azure.Data.Tables.Wire;

/// <summary>Azure.Core's pipeline, set up for tables, with one kind of failure: <see cref="RequestFailedException"/>.</summary>
internal sealed class TablePipeline
{
    private const string Scope = "https://storage.azure.com/.default";

    private readonly HttpPipeline pipeline;
    private readonly string version;

    private TablePipeline(Uri endpoint, TableClientOptions options, HttpPipelinePolicy? perCall, HttpPipelinePolicy? authentication)
    {
        Endpoint = endpoint;
        version = options.Version;
        HttpPipelinePolicy body = new BoundedBodyPolicy(options.Retry.NetworkTimeout);
        HttpPipelinePolicy[] perRetry = authentication is null ? [new AttemptPolicy(), body] : [new AttemptPolicy(), authentication, body];
        pipeline = HttpPipelineBuilder.Build(options, perCall is null ? [] : [perCall], perRetry, ResponseClassifier);
    }

    public Uri Endpoint { get; }

    private static ResponseClassifier ResponseClassifier { get; } = new();

    public static TablePipeline Create(string connectionString, TableClientOptions? options)
    {
        var parsed = TableConnectionString.Parse(connectionString);
        var signature = parsed.SharedAccessSignature is { } text && parsed.Credential is null ? new SharedAccessSignaturePolicy(text) : null;
        var key = parsed.Credential is { } credential ? new SharedKeyPolicy(credential, TimeProvider.System) : null;
        return new(parsed.Endpoint, options ?? new(), signature, key);
    }

    public static TablePipeline Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        return new(endpoint, options ?? new(), null, new SharedKeyPolicy(credential, TimeProvider.System));
    }

    public static TablePipeline Create(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(credential);
        if (endpoint.Scheme != Uri.UriSchemeHttps) throw new ArgumentException("A token is sent over https only.", nameof(endpoint));
        return new(endpoint, options ?? new(), null, new BearerTokenAuthenticationPolicy(credential, Scope));
    }

    /// <summary>A request with the headers that all have; the address is the service's own and wants a path.</summary>
    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        var message = pipeline.CreateMessage();
        message.BufferResponse = false; // BoundedBodyPolicy does it, with a limit.
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Headers.Add("x-ms-version", version);
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    /// <summary>Sends, with retries. Returns whatever status the service answered with.</summary>
    /// <exception cref="RequestFailedException">No answer came, or none that could be read: the outcome is unknown.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await pipeline.SendAsync(message, cancellationToken);
            return message.Response;
        }
        catch (AggregateException failures)
        {
            // Azure.Core throws this when several tries failed in a row; callers should need to know one exception only.
            throw new RequestFailedException(0, $"The table service did not answer: {failures.InnerExceptions[^1].Message}", failures);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestFailedException(0, "The table service did not answer in time.", failure);
        }
    }
}
