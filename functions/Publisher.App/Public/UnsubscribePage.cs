using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>Leaving: one page, one button, no login. Who has left already, or was never there, is told the same.</summary>
public sealed class UnsubscribePage(LinkTokens tokens, SubscriberList subscribers, PublicPages pages)
{
    public IResult Ask(string token) => tokens.Read(LinkPurpose.Unsubscribe, token) is null
        ? Bad()
        : pages.Page("unsubscribe", pages.Strings["unsubscribeTitle"], new Dictionary<string, object?>(StringComparer.Ordinal));

    public async Task<IResult> DoAsync(string token, CancellationToken cancellationToken)
    {
        if (tokens.Read(LinkPurpose.Unsubscribe, token) is not { } key) return Bad();
        await subscribers.UnsubscribeAsync(key, cancellationToken);
        return Message("unsubscribeDone", 200);
    }

    private IResult Bad() => Message("unsubscribeBad", 404);

    private IResult Message(string text, int status) => pages.Page(
        "message", pages.Strings["unsubscribeTitle"], new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = pages.Strings[text], ["archive"] = false }, status);
}
