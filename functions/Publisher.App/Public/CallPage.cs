using NodaTime;
using Publisher.Content;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// Following one call, or leaving it, by the link beside it in a mail: GET shows where one stands, only a button changes it, for mail scanners
/// follow links. What was changed can be taken back on the page that says so.
/// </summary>
public sealed class CallPage(LinkTokens tokens, MoveAddress moves, ChooseCall choose, DateTimeZone zone, PublicPages pages, NobodysLink nobodys)
{
    /// <summary>The field of the buttons: what is chosen.</summary>
    private const string Choice = "choice";

    /// <summary>What was chosen before, behind the address that a change leads to.</summary>
    private const string Was = "was";

    private const string Dropped = "dropped";

    public async Task<IResult> ShowAsync(string token, string id, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        if (subscriber.Status == SubscriptionStatus.Unsubscribed) return Preferences(token, subscriber, request);
        var own = pages.For(request, subscriber.Language, personal: true);
        return await choose.FindAsync(id, request.HttpContext.RequestAborted) is not { } call ? Unknown(own) : call.Status == ItemStatus.Withdrawn ? Withdrawn(own) : Page(own, token, subscriber, call, request);
    }

    public async Task<IResult> SaveAsync(string token, string id, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        if (subscriber.Status == SubscriptionStatus.Unsubscribed) return Preferences(token, subscriber, request);
        var own = pages.For(request, subscriber.Language, personal: true);
        if (await choose.FindAsync(id, request.HttpContext.RequestAborted) is not { } call) return Unknown(own);
        var (posted, status) = await FormPost.ReadAsync(request);
        if (posted is null) return own.Message(own.Strings["callTitle"], own.Strings["preferencesUnreadable"], status);
        var here = $"/preferences/{token}/call/{call.Id}";
        if (Parse(posted[Choice]) is not { } choice) return own.SeeOther(here);
        var chosen = await choose.RunAsync(subscriber.Key, call, choice, request.HttpContext.RequestAborted);
        return own.SeeOther($"{here}?{Was}={Key(chosen.Before)}{(chosen.Dropped ? $"&{Dropped}=1" : "")}");
    }

    private async Task<Subscriber?> FindAsync(string token, HttpRequest request) =>
        tokens.Read(LinkPurpose.Preferences, token) is { } key ? await moves.CurrentAsync(key, request.HttpContext.RequestAborted) : null;

    /// <summary>Who has left may come back there.</summary>
    private IResult Preferences(string token, Subscriber subscriber, HttpRequest request) => pages.For(request, subscriber.Language, personal: true).SeeOther($"/preferences/{token}");

    private static IResult Unknown(ReaderPages own) => own.Message(own.Strings["callTitle"], own.Strings["callUnknown"], StatusCodes.Status404NotFound, archive: true);

    private static IResult Withdrawn(ReaderPages own) => own.Message(own.Strings["callTitle"], own.Strings["callWithdrawn"], StatusCodes.Status410Gone, archive: true);

    private IResult Page(ReaderPages own, string token, Subscriber subscriber, Call call, HttpRequest request)
    {
        var (strings, now) = (own.Strings, subscriber.Calls.For(call.Id));
        var was = Parse(request.Query[Was]);
        var changed = was is not null && was != now;
        var text = call.TextIn(strings.Language);
        return own.Page(
            "call",
            strings["callTitle"],
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["changed"] = changed,
                ["state"] = strings[$"call{now}"],
                ["dropped"] = changed && request.Query.ContainsKey(Dropped) ? strings.Count("callDropped", CallChoices.Most) : "",
                ["title"] = text.Title,
                ["lang"] = text.Language,
                ["date"] = call is { Closes: { } closes, Results: null } ? new Words(strings, zone).Deadline(closes) : "",
                ["undo"] = changed ? Key(was!.Value) : "",
                ["buttons"] = ((CallChoice[])[CallChoice.Followed, CallChoice.Left, CallChoice.Neither]).Where(choice => choice != now && !(changed && choice == was))
                    .Select(choice => (object)new Dictionary<string, object?>(StringComparer.Ordinal) { ["value"] = Key(choice), ["text"] = strings[$"callButton{choice}"] }).ToList(),
                ["back"] = $"/preferences/{token}",
            },
            mark: changed ? strings["preferencesSavedMark"] : "");
    }

    private static string Key(CallChoice choice) => choice.ToString().ToLowerInvariant();

    private static CallChoice? Parse(string? text)
    {
        foreach (var choice in Enum.GetValues<CallChoice>())
            if (string.Equals(Key(choice), text, StringComparison.Ordinal)) return choice;
        return null;
    }
}
