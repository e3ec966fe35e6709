using System.Text.Json;
using System.Text.Json.Serialization;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>A sign-up as a program sends it: <c>{"address": "jan@example.org", "consent": "pl-5f0c2a9e31b7"}</c>.</summary>
/// <param name="Consent">The version of the wording that the person has seen and agreed to.</param>
public sealed record SignUpBody(string? Address, string? Name, string? Language, IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Districts, string? Role, string? Consent)
{
    /// <summary>How often: <c>weekly</c>, or <c>at-once/monthly</c> for calls and for the rest; the main digest's rhythm if left out.</summary>
    public string? Rhythm { get; init; }
}

/// <summary>Signing up, for programs: what the page does, with the faults of each field as problem+json (RFC 9457).</summary>
public sealed class SignUpApi(AskToSubscribe ask, SignUpLimits limits, ConsentTexts consents, CallerNetwork callers, Districts districts, RhythmOffer rhythms, PublicPages pages)
{
    /// <summary>Octets of a request.</summary>
    private const int MaxBody = 16 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>202 whether the address is known here or not: what follows comes by mail.</summary>
    public async Task<IResult> PostAsync(HttpRequest request)
    {
        var own = pages.For(request);
        if (FormPost.Limit(request, MaxBody)) return Problem(own.Strings["subscribeUnreadable"], $"The request is larger than {MaxBody / 1024} kB.", StatusCodes.Status413PayloadTooLarge);
        SignUpBody? body;
        try
        {
            body = await request.ReadFromJsonAsync<SignUpBody>(Json, request.HttpContext.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            body = null;
        }

        if (body is null)
            return Problem(own.Strings["subscribeUnreadable"], "The request is not JSON such as {\"address\": \"jan@example.org\", \"consent\": \"VERSION\"}, sent as application/json.", StatusCodes.Status400BadRequest);
        var (calls, rest) = SplitRhythm(body.Rhythm ?? "");
        var form = new SignUpForm(
            body.Address ?? "", body.Name ?? "", body.Language ?? own.Language.Code, body.Kinds ?? [], body.Districts ?? [], body.Role ?? "", body.Consent ?? "")
        {
            RhythmCalls = calls,
            RhythmRest = rest,
        };
        var (signUp, faults) = form.Read(districts, [.. pages.Languages.Select(language => language.Language)], rhythms.All, consents);
        if (signUp is null) return Refuse(own.Strings, faults, consents.In(own.Language.Code));
        if (await ask.RunAsync(signUp, HistoryChannel.Api, callers.Of(request.HttpContext), request.HttpContext.RequestAborted) == SignUpOutcome.Asked)
            return Results.Json(new { detail = own.Strings["subscribeSent"] }, statusCode: StatusCodes.Status202Accepted);
        request.HttpContext.Response.Headers.RetryAfter = $"{limits.SecondsLeft}";
        return Problem(own.Strings["subscribeTitle"], own.Strings["subscribeBusy"], StatusCodes.Status429TooManyRequests);
    }

    private static (string OfCalls, string OfRest) SplitRhythm(string text) =>
        text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, text);

    /// <summary>With the words to agree to, so that a program can show them and say which it showed.</summary>
    private static IResult Refuse(Strings strings, IReadOnlyList<SignUpField> faults, ConsentText consent) => Results.Problem(
        title: strings["preferencesFaults"],
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["errors"] = faults.DistinctBy(NameOf, StringComparer.Ordinal).ToDictionary(NameOf, field => new[] { SignUpTexts.Fault(strings, field) }, StringComparer.Ordinal),
            ["consent"] = new { version = consent.Version, text = consent.Text },
        });

    /// <summary>The two rhythms are one member here.</summary>
    private static string NameOf(SignUpField field) => field is SignUpField.RhythmCalls or SignUpField.RhythmRest ? "rhythm" : SignUpFormView.NameOf(field);

    private static IResult Problem(string title, string detail, int status) => Results.Problem(title: title, detail: detail, statusCode: status);
}
