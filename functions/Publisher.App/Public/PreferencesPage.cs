using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// What a subscriber gets, as a form that works without script. A link that is broken, nobody's or of someone who left is told the same, so that
/// nobody learns who subscribes. The link is the proof of who asks: no other site knows it, so none can post in a reader's name.
/// </summary>
public sealed class PreferencesPage(
    LinkTokens tokens, MoveAddress moves, ChangePreferences preferences, ChooseCall calls, ReturnForm returning, Districts districts, RhythmOffer rhythms, MailsAMonth mails, PublicPages pages, NobodysLink nobodys)
{
    private const string Saved = "saved";

    /// <summary>Behind the address where somebody has come back who had left.</summary>
    internal const string Returned = "back";

    public async Task<IResult> ShowAsync(string token, HttpRequest request) =>
        await FindAsync(token, request) is not { } subscriber ? nobodys.Answer(request)
        : subscriber.Status == SubscriptionStatus.Unsubscribed ? returning.Show(token, subscriber, request)
        : await FormAsync(request, token, subscriber, PreferenceChange.None, [], request.Query.ContainsKey(Returned) ? Returned : request.Query.ContainsKey(Saved) ? Saved : "");

    public async Task<IResult> SaveAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        if (subscriber.Status == SubscriptionStatus.Unsubscribed) return await returning.TakeAsync(token, subscriber, request);
        var (change, status) = await PreferencesPost.ReadAsync(request);
        if (change is null)
        {
            var own = pages.For(request, subscriber.Language, personal: true);
            return own.Message(own.Strings["preferencesTitle"], own.Strings["preferencesUnreadable"], status);
        }

        var outcome = await preferences.RunAsync(subscriber.Key, change, request.HttpContext.RequestAborted);
        if (outcome.Subscriber is not { } stored) return nobodys.Answer(request);
        return outcome.Refused.Count > 0
            ? await FormAsync(request, token, stored, change, outcome.Refused, "")
            : pages.For(request, stored.Language, personal: true).SeeOther($"/preferences/{token}?{Saved}=1");
    }

    private async Task<Subscriber?> FindAsync(string token, HttpRequest request) => tokens.Read(LinkPurpose.Preferences, token) is { } key
        ? await moves.CurrentAsync(key, request.HttpContext.RequestAborted)
        : null;

    /// <param name="done">What has just been done; empty for nothing.</param>
    private async Task<IResult> FormAsync(HttpRequest request, string token, Subscriber subscriber, PreferenceChange change, IReadOnlyList<PreferenceField> refused, string done)
    {
        var own = pages.For(request, subscriber.Language, personal: true);
        var leave = $"/unsubscribe/{tokens.Create(LinkPurpose.Unsubscribe, subscriber.Key)}";
        var often = new RhythmChoices(own.Strings, rhythms, await mails.ReadAsync(request.HttpContext.RequestAborted), subscriber.Interests);
        var known = await calls.FindAsync(subscriber.Calls, request.HttpContext.RequestAborted);
        var model = new PreferencesForm(own.Strings, districts, pages.Languages, often, subscriber, change, refused, known, preferences.PauseDays).Model(leave, done == Saved);
        model["returned"] = done == Returned;
        model["data"] = $"/preferences/{token}/data";
        model["move"] = subscriber.Status == SubscriptionStatus.Confirmed ? $"/preferences/{token}/address" : "";
        model["erase"] = $"/preferences/{token}/erase";
        return own.Page(
            "preferences",
            own.Strings["preferencesTitle"],
            model,
            refused.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            refused.Count > 0 ? own.Strings["preferencesFaultMark"] : done.Length > 0 ? own.Strings["preferencesSavedMark"] : "");
    }
}
