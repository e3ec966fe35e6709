using Publisher.Feedback;
using Publisher.Subscribers;

namespace Publisher.App.Webhooks;

/// <summary>Answers mail providers that report what came back. What is not set up is not there; who cannot prove themselves changes nothing.</summary>
public sealed class WebhooksApi(IEnumerable<IWebhook> webhooks, TakeFeedback take)
{
    private readonly Dictionary<string, IWebhook> byName = webhooks.Where(webhook => webhook.IsOn).ToDictionary(webhook => webhook.Name, StringComparer.Ordinal);

    public async Task<IResult> PostAsync(string provider, HttpRequest request)
    {
        if (!byName.TryGetValue(provider, out var webhook)) return Results.Problem(title: "There is no such webhook here.", statusCode: StatusCodes.Status404NotFound);
        var cancellationToken = request.HttpContext.RequestAborted;
        var body = await RequestBody.ReadAsync(request, cancellationToken);
        return await webhook.ReadAsync(request, body, cancellationToken) switch
        {
            WebhookCall.Refused refused => Results.Problem(title: "The call was not taken.", detail: refused.Why, statusCode: StatusCodes.Status401Unauthorized),
            WebhookCall.Unreadable unreadable => Results.Problem(title: "The call cannot be read.", detail: unreadable.Why, statusCode: StatusCodes.Status400BadRequest),
            WebhookCall.Handshake handshake => Results.Json(handshake.Answer ?? new { }),
            WebhookCall.Reports reports => Results.Json(await TakeAsync(webhook.Name, reports.Events, cancellationToken)),
            _ => throw new InvalidOperationException("Nobody else derives from it."),
        };
    }

    private async Task<object> TakeAsync(string source, IReadOnlyList<ReportedEvent> reported, CancellationToken cancellationToken)
    {
        var events = new List<FeedbackEvent>(reported.Count);
        foreach (var report in reported)
        {
            // What is no address here was never mailed from here; what has no name could not be told from its repetition.
            if (report.Id.Length > 0 && Address.Parse(report.Address, out _) is { } address)
                events.Add(new FeedbackEvent(report.Id, report.Kind, SubscriberKey.Of(address), report.At, source, report.Detail));
        }

        var tally = await take.RunAsync(events, cancellationToken);
        return new { taken = tally.Taken, repeated = tally.Repeated, ignored = tally.Ignored + reported.Count - events.Count };
    }
}
