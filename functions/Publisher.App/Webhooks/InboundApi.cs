using Publisher.App.Settings;
using Publisher.Feedback;

namespace Publisher.App.Webhooks;

/// <summary>Takes raw messages (RFC 5322) that came to the address of bounces: <c>Authorization: Bearer KEY</c>, the message as the body.</summary>
public sealed class InboundApi(FeedbackSettings settings, TakeReport take)
{
    /// <summary>The envelope's recipient, where the mail server gives it: <c>?to=bounce+…@news.example.org</c>.</summary>
    public const string ToQuery = "to";

    private const string Scheme = "Bearer ";

    public async Task<IResult> PostAsync(HttpRequest request)
    {
        if (settings.InboundKey is not { } key) return Results.Problem(title: "No messages are taken here.", statusCode: StatusCodes.Status404NotFound);
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || !SameSecret.Is(header[Scheme.Length..].Trim(), key))
        {
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.Problem(title: "The message was not taken.", detail: "Send the key as the header „Authorization: Bearer KEY”.", statusCode: StatusCodes.Status401Unauthorized);
        }

        var cancellationToken = request.HttpContext.RequestAborted;
        var message = await RequestBody.ReadAsync(request, cancellationToken);
        var tally = await take.RunAsync(message, request.Query[ToQuery].ToString(), cancellationToken);
        return Results.Json(new { taken = tally.Taken, repeated = tally.Repeated, ignored = tally.Ignored });
    }
}
