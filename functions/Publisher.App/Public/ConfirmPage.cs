using NodaTime;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>The second step of signing up: one page, one button. Mail scanners follow links, so only the button confirms.</summary>
public sealed class ConfirmPage(LinkTokens tokens, ConfirmSubscription confirm, SubscriberList subscribers, CallerNetwork callers, PublicPages pages, TimeProvider clock)
{
    public async Task<IResult> AskAsync(string token, HttpRequest request)
    {
        if (tokens.Read(LinkPurpose.Confirm, token, clock.Now()) is not { } link) return Again(pages.For(request, personal: true), "confirmBad", StatusCodes.Status404NotFound);
        var found = await subscribers.FindAsync(link.Subscriber, request.HttpContext.RequestAborted);
        var own = pages.For(request, found?.Language ?? "", personal: true);
        if (found is { Status: SubscriptionStatus.Confirmed }) return link.Expired ? Page(own, "confirmAlready", "", "", "") : Done(own, link.Subscriber);
        return link.Expired || found?.Asked is null
            ? Again(own, "confirmExpired", StatusCodes.Status410Gone)
            : Page(own, "confirmAsk", own.Strings["confirmButton"], "", "");
    }

    public async Task<IResult> DoAsync(string token, HttpRequest request)
    {
        if (tokens.Read(LinkPurpose.Confirm, token, clock.Now()) is not { Expired: false } link) return await AskAsync(token, request);
        return await confirm.RunAsync(link.Subscriber, callers.Of(request.HttpContext), request.HttpContext.RequestAborted) is { } confirmed
            ? Done(pages.For(request, confirmed.Language, personal: true), link.Subscriber)
            : Again(pages.For(request, personal: true), "confirmExpired", StatusCodes.Status410Gone);
    }

    /// <summary>Who has just confirmed can choose more at once. That way is good for ever, so a link whose time is over does not show it any more.</summary>
    private IResult Done(ReaderPages own, SubscriberKey key) => Page(own, "confirmDone", "", $"/preferences/{tokens.Create(LinkPurpose.Preferences, key)}", "");

    private static IResult Again(ReaderPages own, string text, int status) => Page(own, text, "", "", SignUpPage.Path + own.Language.Query, status);

    private static IResult Page(ReaderPages own, string text, string button, string preferences, string again, int status = StatusCodes.Status200OK) => own.Page(
        "confirm",
        own.Strings["confirmTitle"],
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["text"] = own.Strings[text],
            ["button"] = button,
            ["preferences"] = preferences,
            ["again"] = again,
        },
        status);
}
