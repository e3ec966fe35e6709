using NodaTime;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>Where the links in both mails of a change of address lead. Mail scanners follow links, so only a button agrees, or calls it off.</summary>
public sealed class MovePage(LinkTokens tokens, MoveAddress moves, SubscriberList subscribers, CallerNetwork callers, PublicPages pages, TimeProvider clock)
{
    private const string Do = "do";

    private const string Agree = "agree";

    private const string Cancel = "cancel";

    public async Task<IResult> AskAsync(string token, HttpRequest request)
    {
        if (tokens.ReadMove(token, clock.Now()) is not { } link) return Bad(request);
        var cancelling = request.QueryString.Value == "?" + Sender.CancelMove;
        return await PageAsync(link, await moves.LookAsync(link, request.HttpContext.RequestAborted), cancelling, called: false, request);
    }

    public async Task<IResult> DoAsync(string token, HttpRequest request)
    {
        if (tokens.ReadMove(token, clock.Now()) is not { } link) return Bad(request);
        var (posted, _) = await FormPost.ReadAsync(request);
        var said = posted?[Do] is [{ } word, ..] ? word : "";
        var cancelled = request.HttpContext.RequestAborted;
        return said switch
        {
            Agree => await PageAsync(link, await moves.AgreeAsync(link, callers.Of(request.HttpContext).Text, cancelled), cancelling: false, called: false, request),
            Cancel => await PageAsync(link, await moves.CancelAsync(link, callers.Of(request.HttpContext).Text, cancelled), cancelling: false, called: true, request),
            _ => await AskAsync(token, request),
        };
    }

    private IResult Bad(HttpRequest request)
    {
        var own = pages.For(request, personal: true);
        return own.Message(own.Strings["moveTitle"], own.Strings["moveBad"], StatusCodes.Status404NotFound);
    }

    /// <param name="cancelling">Whether the link was the one to call it off.</param>
    /// <param name="called">Whether it has just been called off.</param>
    private async Task<IResult> PageAsync(MoveLink link, MoveState state, bool cancelling, bool called, HttpRequest request)
    {
        var found = await subscribers.FindAsync(state == MoveState.Done ? link.To : link.From, request.HttpContext.RequestAborted);
        var own = pages.For(request, found?.Language ?? "", personal: true);
        var (strings, isOld) = (own.Strings, link.Side == MoveSide.Old);
        return state switch
        {
            MoveState.Done => Page(own, strings["moveDone"], preferences: Preferences(link, found)),
            MoveState.Over => Page(own, strings[called ? "moveCancelled" : "moveOver"], status: called ? StatusCodes.Status200OK : StatusCodes.Status410Gone),
            _ when cancelling && isOld => Page(own, strings["moveCancelAsk"], cancel: strings["moveCancelButton"]),
            MoveState.Agreed => Page(own, strings[isOld ? "moveAgreedOld" : "moveAgreedNew"], cancel: isOld ? strings["moveCancelButton"] : ""),
            _ when isOld => Page(own, strings.Fill("moveAskOld", ("address", found?.Move?.To.Masked ?? "")), strings["moveButton"], strings["moveCancelButton"]),
            _ => Page(own, strings["moveAskNew"], strings["moveButton"]),
        };
    }

    /// <summary>For as long as the link itself is good, and only to the subscription that moved: its address may have become somebody else's since.</summary>
    private string Preferences(MoveLink link, Subscriber? found) =>
        !link.Expired && found is { MovedTo: null } && found.MovedFrom.Contains(link.From) ? $"/preferences/{tokens.Create(LinkPurpose.Preferences, link.To)}" : "";

    private static IResult Page(ReaderPages own, string text, string agree = "", string cancel = "", string preferences = "", int status = StatusCodes.Status200OK) => own.Page(
        "move",
        own.Strings["moveTitle"],
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["text"] = text, ["agree"] = agree, ["cancel"] = cancel, ["preferences"] = preferences },
        status);
}
