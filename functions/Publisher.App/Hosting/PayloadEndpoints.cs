using System.Text.Json;
using Publisher.Storage;

namespace Publisher.App.Hosting;

/// <summary>
/// Endpoints of timer and queue functions: <c>POST /NAME</c> with the host's payload, answered as the host needs it. An empty answer
/// would hang the host, so there is no way to give one here.
/// </summary>
public static class PayloadEndpoints
{
    /// <param name="run">Makes the call; gives sentences that the host ties to the invocation.</param>
    public static IEndpointConventionBuilder MapTimer(this IEndpointRouteBuilder routes, string function, Func<CancellationToken, Task<IReadOnlyList<string>>> run) =>
        routes.MapPayload(function, async (services, _, cancellationToken) =>
        {
            var said = await run(cancellationToken);
            // For whoever wants to know whether timers run here.
            await services.GetRequiredService<Watermarks>().WriteAsync(TimerMark(function), services.GetRequiredService<TimeProvider>().Now(), cancellationToken);
            return said;
        });

    /// <summary>The watermark that a timer leaves when it has run to its end.</summary>
    public static string TimerMark(string function) => $"timer-{function}";

    /// <summary>The queue message is the binding <c>work</c>: a JSON string that holds the message's JSON.</summary>
    public static IEndpointConventionBuilder MapQueue<T>(this IEndpointRouteBuilder routes, Func<T, CancellationToken, Task<string>> run)
        where T : IWorkMessage<T>
        => routes.MapPayload(T.Name, async (_, data, cancellationToken) => [await run(WorkQueues.Decode<T>(Message(data)), cancellationToken)]);

    private static IEndpointConventionBuilder MapPayload(
        this IEndpointRouteBuilder routes, string function, Func<IServiceProvider, JsonElement, CancellationToken, Task<IReadOnlyList<string>>> run)
    {
        return routes.MapPost($"/{function}", async (HttpContext context, PayloadGate gate) =>
        {
            if (!gate.Admits(context)) return Results.NotFound();
            using var payload = await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
            var data = payload.RootElement.TryGetProperty("Data", out var found) ? found : default;
            var logs = await run(context.RequestServices, data, context.RequestAborted);
            return Results.Json(new Answer(new Dictionary<string, object>(StringComparer.Ordinal), logs, null), AnswerJson);
        });
    }

    private static readonly JsonSerializerOptions AnswerJson = new();

    private static string Message(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("work", out var work) || work.ValueKind != JsonValueKind.String)
            throw new UnknownWorkException("The payload has no binding called work.");
        var text = work.GetString()!;
        try
        {
            // The host wraps a string once more: the JSON of a string that holds the message.
            return JsonSerializer.Deserialize<string>(text) ?? text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private sealed record Answer(Dictionary<string, object> Outputs, IReadOnlyList<string> Logs, object? ReturnValue);
}
