using Publisher.Archive;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// Signing up, as a form that works without script. Whoever signs up gets one page, whether their address is known here or not. A form that a program
/// seems to have sent comes back with a kind word: a person presses the button once more, a program has to be written for us.
/// </summary>
public sealed class SignUpPage(
    AskToSubscribe ask, SignUpLimits limits, ConsentTexts consents, FormTimes times, CallerNetwork callers, Districts districts, RhythmOffer rhythms, MailsAMonth mails, PublicPages pages)
{
    public const string Path = "/subscribe";

    private const string Sent = "sent";

    public async Task<IResult> ShowAsync(HttpRequest request)
    {
        var own = pages.For(request, personal: true);
        if (request.Query.ContainsKey(Sent)) return own.Message(own.Strings["subscribeSentTitle"], own.Strings["subscribeSent"], StatusCodes.Status200OK);
        var link = SignUpLink.Read(request, districts, rhythms);
        IReadOnlyList<string> kinds = link.Kinds.Count > 0 ? link.Kinds : [.. ItemKinds.All.Select(kind => kind.Key())];
        var often = link.HowOften ?? RhythmChoice.Usual;
        var form = new SignUpForm("", "", own.Language.Code, kinds, link.Districts, "", "") { RhythmCalls = often.Calls.Key(), RhythmRest = often.Rest.Key() };
        return await FormAsync(request, own, form, [], SignUpReturn.No, times.Create());
    }

    public async Task<IResult> TakeAsync(HttpRequest request)
    {
        var own = pages.For(request, personal: true);
        var (posted, status) = await FormPost.ReadAsync(request);
        if (posted is null) return own.Message(own.Strings["subscribeTitle"], own.Strings["subscribeUnreadable"], status);

        var form = Read(posted, own.Language.Code);
        var opened = Text(posted, SignUpFormView.Time);
        var age = times.AgeOf(opened);
        // A form of another site brings an address and little else: its reader sees ours, filled in, and what they agree to;
        // the box they tick themselves, whatever the other site says.
        if (age is FormAge.Unknown or FormAge.TooOld) return await FormAsync(request, own, form, [], SignUpReturn.Look, times.Create());
        var (signUp, faults) = form.Read(districts, [.. pages.Languages.Select(language => language.Language)], rhythms.All, consents);
        if (signUp is null) return await FormAsync(request, own, form, faults, SignUpReturn.Faults, opened, StatusCodes.Status422UnprocessableEntity);
        // With its first time, so that who presses again at once is not sent in circles.
        if (age == FormAge.TooYoung || Text(posted, SignUpFormView.Trap).Length > 0)
            return await FormAsync(request, own, form, [], SignUpReturn.Again, opened, StatusCodes.Status422UnprocessableEntity);
        if (await ask.RunAsync(signUp, HistoryChannel.Form, callers.Of(request.HttpContext), request.HttpContext.RequestAborted) == SignUpOutcome.Asked)
            return own.SeeOther($"{Path}?{Sent}=1{(own.Language.Query.Length > 0 ? "&" + own.Language.Query[1..] : "")}");
        request.HttpContext.Response.Headers.RetryAfter = $"{limits.SecondsLeft}";
        return await FormAsync(request, own, form, [], SignUpReturn.Busy, opened, StatusCodes.Status429TooManyRequests);
    }

    private async Task<IResult> FormAsync(
        HttpRequest request, ReaderPages own, SignUpForm form, IReadOnlyList<SignUpField> faults, SignUpReturn back, string time, int status = StatusCodes.Status200OK)
    {
        // Of who gets everything: what is ticked here changes without the page, and a number must not be wrong.
        var often = new RhythmChoices(own.Strings, rhythms, await mails.ReadAsync(request.HttpContext.RequestAborted), Interests.Everything);
        var view = new SignUpFormView(own.Strings, districts, pages.Languages, often, form, faults, consents.In(own.Language.Code));
        var model = view.Model(back, Path + own.Language.Query, time);
        model["privacy"] = own.Privacy;
        return own.Page(
            "subscribe",
            own.Strings["subscribeTitle"],
            model,
            status,
            back == SignUpReturn.No ? "" : own.Strings[back == SignUpReturn.Faults ? "preferencesFaultMark" : "subscribeMark"]);
    }

    /// <param name="language">Of who said none: that of the page.</param>
    private static SignUpForm Read(IFormCollection posted, string language) => new(
        Text(posted, NameOf(SignUpField.Address)),
        Text(posted, NameOf(SignUpField.Name)),
        Text(posted, NameOf(SignUpField.Language)) is { Length: > 0 } chosen ? chosen : language,
        List(posted, SignUpField.Kinds),
        List(posted, SignUpField.Districts),
        Text(posted, NameOf(SignUpField.Role)),
        Text(posted, NameOf(SignUpField.Consent)))
    {
        RhythmCalls = Text(posted, NameOf(SignUpField.RhythmCalls)),
        RhythmRest = Text(posted, NameOf(SignUpField.RhythmRest)),
    };

    private static string NameOf(SignUpField field) => SignUpFormView.NameOf(field);

    private static string Text(IFormCollection posted, string name) => posted[name] is [{ } text, ..] ? text : "";

    private static string[] List(IFormCollection posted, SignUpField field) =>
        [.. posted[NameOf(field)].OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
}
