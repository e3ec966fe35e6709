using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>Erasing oneself: GET says what happens, only POST does it, for mail scanners follow links. The link is the proof of who asks.</summary>
public sealed class ErasePage(LinkTokens tokens, MoveAddress moves, EraseSubscriber erase, RetentionRules retention, PublicPages pages, NobodysLink nobodys)
{
    public async Task<IResult> AskAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        var own = pages.For(request, subscriber.Language, personal: true);
        return own.Page("erase", own.Strings["eraseTitle"], new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["address"] = own.Strings.Fill("eraseAddress", ("address", Address.MaskedOf(subscriber.Address))),
            ["ledgers"] = own.Strings.Count("eraseLedgers", (int)Math.Ceiling(retention.Ledgers.TotalDays)),
            ["back"] = $"/preferences/{token}",
            ["data"] = $"/preferences/{token}/data",
        });
    }

    public async Task<IResult> DoAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        var own = pages.For(request, subscriber.Language, personal: true);
        await erase.RunAsync(subscriber.Key, request.HttpContext.RequestAborted);
        return own.Message(own.Strings["eraseTitle"], own.Strings["eraseDone"], StatusCodes.Status200OK);
    }

    /// <summary>In whatever state: who left may be erased too.</summary>
    private async Task<Subscriber?> FindAsync(string token, HttpRequest request) =>
        tokens.Read(LinkPurpose.Preferences, token) is { } key ? await moves.CurrentAsync(key, request.HttpContext.RequestAborted) : null;
}
