using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// What a subscriber gets, as a form that works without script. A link that is broken, nobody's or of someone who left is told the same, so that
/// nobody learns who subscribes. The link is the proof of who asks: no other site knows it, so none can post in a reader's name.
/// </summary>
public sealed class PreferencesPage(LinkTokens tokens, ChangePreferences preferences, Districts districts, RhythmOffer rhythms, MailsAMonth mails, PublicPages pages, NobodysLink nobodys)
{
    private const string Saved = "saved";

    public async Task<IResult> ShowAsync(string token, HttpRequest request) =>
        await FindAsync(token, request) is { } subscriber
            ? await FormAsync(request, token, subscriber, PreferenceChange.None, [], request.Query.ContainsKey(Saved))
            : nobodys.Answer(request);

    public async Task<IResult> SaveAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } subscriber) return nobodys.Answer(request);
        var (change, status) = await PreferencesPost.ReadAsync(request);
        if (change is null)
        {
            var own = pages.For(request, subscriber.Language, personal: true);
            return own.Message(own.Strings["preferencesTitle"], own.Strings["preferencesUnreadable"], status);
        }

        var outcome = await preferences.RunAsync(subscriber.Key, change, request.HttpContext.RequestAborted);
        if (outcome.Subscriber is not { } stored) return nobodys.Answer(request);
        return outcome.Refused.Count > 0
            ? await FormAsync(request, token, stored, change, outcome.Refused, saved: false)
            : pages.For(request, stored.Language, personal: true).SeeOther($"/preferences/{token}?{Saved}=1");
    }

    private async Task<Subscriber?> FindAsync(string token, HttpRequest request) => tokens.Read(LinkPurpose.Preferences, token) is { } key
        ? await preferences.FindAsync(key, request.HttpContext.RequestAborted)
        : null;

    private async Task<IResult> FormAsync(HttpRequest request, string token, Subscriber subscriber, PreferenceChange change, IReadOnlyList<PreferenceField> refused, bool saved)
    {
        var own = pages.For(request, subscriber.Language, personal: true);
        var leave = $"/unsubscribe/{tokens.Create(LinkPurpose.Unsubscribe, subscriber.Key)}";
        var often = new RhythmChoices(own.Strings, rhythms, await mails.ReadAsync(request.HttpContext.RequestAborted), subscriber.Interests);
        var model = new PreferencesForm(own.Strings, districts, pages.Languages, often, subscriber, change, refused).Model(leave, saved);
        model["data"] = $"/preferences/{token}/data";
        model["erase"] = $"/preferences/{token}/erase";
        return own.Page(
            "preferences",
            own.Strings["preferencesTitle"],
            model,
            refused.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
            refused.Count > 0 ? own.Strings["preferencesFaultMark"] : saved ? own.Strings["preferencesSavedMark"] : "");
    }
}
