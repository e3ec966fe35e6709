using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>Asking for another address. Whoever owns that one, and whatever is known of it here, the answer is the same.</summary>
public sealed class ChangeAddressPage(
    LinkTokens tokens, MoveAddress moves, AskToMove ask, SignUpLimits limits, CallerNetwork callers, PublicPages pages, NobodysLink nobodys)
{
    private const string Field = "address";

    private const string Sent = "sent";

    public async Task<IResult> ShowAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        var own = pages.For(request, subscriber.Language, personal: true);
        return request.Query.ContainsKey(Sent)
            ? own.Message(own.Strings["addressTitle"], own.Strings["addressSent"], StatusCodes.Status200OK)
            : Form(own, token, subscriber, "", "", StatusCodes.Status200OK);
    }

    public async Task<IResult> AskAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        var own = pages.For(request, subscriber.Language, personal: true);
        var (posted, status) = await FormPost.ReadAsync(request);
        if (posted is null) return own.Message(own.Strings["addressTitle"], own.Strings["preferencesUnreadable"], status);
        var typed = posted[Field] is [{ } text, ..] ? text : "";
        if (Address.Parse(typed, out _) is not { } to) return Form(own, token, subscriber, typed, own.Strings["addressFault"], StatusCodes.Status422UnprocessableEntity);
        var asked = await ask.RunAsync(subscriber.Key, to, callers.Of(request.HttpContext), request.HttpContext.RequestAborted);
        if (asked == AskedToMove.Asked) return own.SeeOther($"/preferences/{token}/address?{Sent}=1");
        if (asked == AskedToMove.AskedToday) return Form(own, token, subscriber, typed, own.Strings["addressToday"], StatusCodes.Status429TooManyRequests);
        request.HttpContext.Response.Headers.RetryAfter = $"{limits.SecondsLeft}";
        return Form(own, token, subscriber, typed, own.Strings["addressBusy"], StatusCodes.Status429TooManyRequests);
    }

    /// <summary>Only who gets mail can have it sent elsewhere.</summary>
    private async Task<Subscriber?> FindAsync(string token, HttpRequest request) =>
        tokens.Read(LinkPurpose.Preferences, token) is { } key && await moves.CurrentAsync(key, request.HttpContext.RequestAborted) is { Status: SubscriptionStatus.Confirmed } found
            ? found
            : null;

    private static IResult Form(ReaderPages own, string token, Subscriber subscriber, string typed, string fault, int status) => own.Page(
        "address",
        own.Strings["addressTitle"],
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["now"] = own.Strings.Fill("preferencesFor", ("address", Address.MaskedOf(subscriber.Address))),
            ["waits"] = subscriber.Move is { } move ? own.Strings.Fill("addressWaits", ("address", move.To.Masked)) : "",
            ["address"] = typed,
            ["addressMax"] = Address.MaxOctets,
            ["fault"] = fault,
            ["back"] = $"/preferences/{token}",
        },
        status,
        fault.Length > 0 ? own.Strings["preferencesFaultMark"] : "");
}
