using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>Leaving: one page, one button, no login. Who has left already, or was never there, is told the same.</summary>
public sealed class UnsubscribePage(LinkTokens tokens, MoveAddress moves, PublicPages pages)
{
    public async Task<IResult> AskAsync(string token, HttpRequest request)
    {
        if (tokens.Read(LinkPurpose.Unsubscribe, token) is not { } key) return Bad(request);
        var own = await OwnAsync(key, request);
        return own.Page("unsubscribe", own.Strings["unsubscribeTitle"], new Dictionary<string, object?>(StringComparer.Ordinal));
    }

    public async Task<IResult> DoAsync(string token, HttpRequest request)
    {
        if (tokens.Read(LinkPurpose.Unsubscribe, token) is not { } key) return Bad(request);
        // A mail of before a change of address ends what comes to the new one.
        await moves.LeaveAsync(key, await OneClick.IsAsync(request) ? HistoryChannel.OneClick : HistoryChannel.Link, request.HttpContext.RequestAborted);
        return Message(await OwnAsync(key, request), "unsubscribeDone", 200);
    }

    private IResult Bad(HttpRequest request) => Message(pages.For(request, personal: true), "unsubscribeBad", 404);

    private static IResult Message(ReaderPages own, string text, int status) => own.Message(own.Strings["unsubscribeTitle"], own.Strings[text], status);

    private async Task<ReaderPages> OwnAsync(SubscriberKey key, HttpRequest request) =>
        pages.For(request, (await moves.CurrentAsync(key, request.HttpContext.RequestAborted))?.Language ?? "", personal: true);
}
