using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Publisher.App.Local;

/// <summary>Posts payloads to the handler as the host does, and judges its answers by the host's rules.</summary>
public sealed class FunctionInvoker : IDisposable
{
    /// <summary>How often, and for how long, the host asks for <c>/</c> before it calls a handler.</summary>
    private static readonly TimeSpan ReadyInterval = TimeSpan.FromMilliseconds(25);

    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private readonly HttpClient http;
    private readonly Uri handler;
    private readonly TimeSpan? functionTimeout;
    private readonly TimeProvider time;

    /// <param name="handlerUri">Where the handler listens, such as <c>http://127.0.0.1:7071/</c>.</param>
    /// <param name="functionTimeout">How long a run may take; null is without limit.</param>
    public FunctionInvoker(Uri handlerUri, TimeSpan? functionTimeout, TimeProvider time)
    {
        handler = handlerUri;
        this.functionTimeout = functionTimeout;
        this.time = time;
        // The handler is on this machine: a proxy of the environment must not see the call. A redirect is an answer like any other.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Waits until the handler answers <c>GET /</c>, with whatever status.</summary>
    /// <exception cref="TimeoutException">It did not within 30 seconds.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(handler, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                return;
            }
            catch (HttpRequestException error)
            {
                if (time.GetElapsedTime(begun) >= ReadyLimit)
                    throw new TimeoutException(
                        $"The handler at {handler} did not answer within {ReadyLimit.TotalSeconds:0} seconds ({OneLine.Of(error)}).", error);
                await Task.Delay(ReadyInterval, time, cancellationToken);
            }
        }
    }

    /// <summary>Runs a timer or queue function once. Whatever the handler does wrong is a result, not an exception.</summary>
    /// <param name="payload">The JSON of <see cref="Payload"/>.</param>
    /// <exception cref="OperationCanceledException">The caller cancelled; the handler may have done its work all the same.</exception>
    public async Task<InvocationResult> InvokeAsync(string functionName, string payload, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        using var limit = new CancellationTokenSource(functionTimeout ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var answer = await AskAsync(functionName, payload, either.Token, cancellationToken);
        return new InvocationResult(functionName, answer.Logs, answer.Failure, time.GetElapsedTime(begun));
    }

    public void Dispose() => http.Dispose();

    private async Task<InvocationAnswer> AskAsync(string functionName, string payload, CancellationToken either, CancellationToken caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(handler, "/" + functionName))
        {
            Content = new StringContent(payload, Encoding.UTF8, new MediaTypeHeaderValue("application/json", "utf-8")),
        };
        // The host sends no Content-Length; a handler that relies on one must fail here too.
        request.Headers.TransferEncodingChunked = true;
        try
        {
            using var response = await http.SendAsync(request, either);
            var body = await response.Content.ReadAsStringAsync(either);
            return InvocationAnswer.Read(response.StatusCode, response.Content.Headers.ContentType, body);
        }
        catch (OperationCanceledException) when (!caller.IsCancellationRequested)
        {
            var limit = functionTimeout!.Value.ToString("c", CultureInfo.InvariantCulture);
            return new InvocationAnswer(
                [], $"It did not answer within the functionTimeout of {limit}; the host would kill the process with every other run in it.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidOperationException)
        {
            // InvalidOperationException: the answer names a character set that does not exist.
            return new InvocationAnswer([], $"The handler at {handler} could not be called or broke off its answer ({OneLine.Of(error)}).");
        }
    }
}
