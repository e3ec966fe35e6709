using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Feedback;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Readers;

/// <summary>
/// What is kept about one address, which somebody has to type: there is no list of people to look through. The address stands in no address bar and in no
/// log, so what is found is the answer to the form itself; that somebody looked is written down.
/// </summary>
public sealed class PersonPage(
    ProveConsent prove, Suppressions suppressions, Erasures erasures, RecordedReaders recorded, AuditLog audit, Districts districts, RhythmOffer rhythms, ConsolePages pages, DateTimeZone zone)
{
    public const string Path = "/staff/audience/person";

    public const string LiftPath = "/staff/audience/person/lift";

    public IResult Show(HttpContext context) => Page(context, PageModel.Map(("typed", "")));

    public async Task<IResult> FindAsync(HttpContext context)
    {
        var (texts, typed) = (pages.TextsFor(context), context.StaffForm()["address"].ToString().Trim());
        if (Address.Parse(typed, out _) is not { } address)
            return Page(context, PageModel.Map(("typed", typed), ("fault", texts["personNoAddress"])), StatusCodes.Status422UnprocessableEntity);
        var key = SubscriberKey.Of(address);
        // Written down before anything is shown; who it was can be told from it by whoever knows the address.
        await audit.RecordAsync(context.Staff().Name, AuditVerbs.LookUp, RecordedReaders.TargetOf(key), "", "", context.RequestAborted);
        return await TellAsync(context, key, typed, "", "");
    }

    /// <summary>Lets the address be mailed again.</summary>
    public async Task<IResult> LiftAsync(HttpContext context)
    {
        var (texts, form) = (pages.TextsFor(context), context.StaffForm());
        var (hex, reason) = (form["key"].ToString(), form["reason"].ToString().Trim());
        if (hex.Length != 2 * SubscriberKey.Size || !hex.All(char.IsAsciiHexDigitLower)) return pages.SeeOther(context, Path);
        var key = SubscriberKey.FromBytes(Convert.FromHexString(hex));
        if (reason.Length is 0 or > LiftSuppression.MaxReason || reason.Contains('@', StringComparison.Ordinal) || reason.Any(char.IsControl))
            return await TellAsync(context, key, "", reason, texts.Fill("personReasonFault", ("most", $"{LiftSuppression.MaxReason}")));
        if (await recorded.LiftAsync(key, reason, context.Staff().Name, context.RequestAborted) is null) return pages.SeeOther(context, Path, texts["personNotSuppressed"], FlashKind.Note);
        return pages.SeeOther(context, Path, texts["personLifted"]);
    }

    /// <param name="typed">The address; empty where only its key is known.</param>
    private async Task<IResult> TellAsync(HttpContext context, SubscriberKey key, string typed, string reason, string reasonFault)
    {
        var (texts, strings, stop) = (pages.TextsFor(context), pages.StringsFor(context), context.RequestAborted);
        var words = new Words(strings, zone);
        var proof = await prove.RunAsync(key, stop);
        var suppression = proof is not null ? proof.Suppression : await suppressions.FindAsync(key, stop);
        var model = proof is null ? [] : new ProofModel(strings, districts, rhythms, zone).Of(proof);
        model["typed"] = proof?.Subscriber.Address is { Length: > 0 } own && typed.Length == 0 ? own : typed;
        model["found"] = proof is not null;
        model["looked"] = true;
        model["nobody"] = proof is not null ? "" : await erasures.FindAsync(key, stop) is { } since ? texts.Fill("personErased", ("moment", words.Moment(since.Local(zone)))) : texts["personUnknown"];
        model["suppression"] = suppression is null ? "" : texts.Fill("personSuppressed", ("reason", AudienceCharts.Reason(strings, suppression.Reason)), ("moment", words.Moment(suppression.Since.Local(zone))));
        model["mayLift"] = suppression is not null && context.Staff().Role.Contains(StaffRole.Admin);
        model["action"] = LiftPath;
        model["key"] = proof?.Subscriber.Key.Hex ?? key.Hex;
        model["reason"] = reason;
        model["reasonFault"] = reasonFault;
        model["most"] = $"{LiftSuppression.MaxReason}";
        return Page(context, model, reasonFault.Length > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }

    private IResult Page(HttpContext context, Dictionary<string, object?> model, int status = 200)
    {
        var texts = pages.TextsFor(context);
        // A template is told everything it asks for.
        foreach (var name in (string[])["typed", "fault", "nobody", "suppression", "reason", "reasonFault", "made", "action", "key", "most"]) model.TryAdd(name, "");
        foreach (var name in (string[])["looked", "found", "mayLift"]) model.TryAdd(name, false);
        foreach (var name in (string[])["facts", "entries"]) model.TryAdd(name, new List<object>());
        (model["back"], model["find"]) = (AudiencePage.Path, Path);
        return pages.Render(context, "person", texts["personTitle"], model, status, status == 200 ? "" : texts["faultMark"]);
    }
}
