using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>What somebody who has left sees behind the link to their preferences: one button by which they get again what they got before.</summary>
public sealed class ReturnForm(ReturnSubscriber subscriber, ConsentTexts consents, CallerNetwork callers, PublicPages pages)
{
    /// <summary>The field that holds the version of the words that are agreed to by the button.</summary>
    private const string Consent = "return";

    public IResult Show(string token, Subscriber reader, HttpRequest request)
    {
        var own = pages.For(request, reader.Language, personal: true);
        var consent = consents.In(own.Language.Code);
        return own.Page("return", own.Strings["returnTitle"], new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["address"] = own.Strings.Fill("returnText", ("address", Address.MaskedOf(reader.Address))),
            ["consent"] = consent.Text,
            ["version"] = consent.Version,
            ["data"] = $"/preferences/{token}/data",
            ["erase"] = $"/preferences/{token}/erase",
        });
    }

    /// <summary>Takes the button. Words that were changed meanwhile are shown anew: nobody agrees to what they have not seen.</summary>
    public async Task<IResult> TakeAsync(string token, Subscriber reader, HttpRequest request)
    {
        var (posted, _) = await FormPost.ReadAsync(request);
        if (posted?[Consent] is not [{ } version, ..] || consents.Find(version) is not { } consent) return Show(token, reader, request);
        await subscriber.RunAsync(reader.Key, consent, callers.Of(request.HttpContext), request.HttpContext.RequestAborted);
        return pages.For(request, reader.Language, personal: true).SeeOther($"/preferences/{token}?{PreferencesPage.Returned}=1");
    }
}
