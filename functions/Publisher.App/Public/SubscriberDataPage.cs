using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>All that is kept about a subscriber, for themselves: as a page in their language, and as a file for a program.</summary>
public sealed class SubscriberDataPage(LinkTokens tokens, ProveConsent prove, Districts districts, RhythmOffer rhythms, DateTimeZone zone, PublicPages pages, NobodysLink nobodys)
{
    private const string FileName = "newsletter-data.json";

    public async Task<IResult> ShowAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } proof) return nobodys.Answer(request);
        var own = pages.For(request, proof.Subscriber.Language, personal: true);
        var model = new ProofModel(own.Strings, districts, rhythms, zone).Of(proof);
        model["intro"] = own.Strings["dataIntro"];
        model["download"] = $"/preferences/{token}/data/{FileName}";
        model["back"] = $"/preferences/{token}";
        return own.Page("data", own.Strings["dataTitle"], model);
    }

    public async Task<IResult> DownloadAsync(string token, HttpRequest request)
    {
        if (await FindAsync(token, request) is not { } proof) return nobodys.Answer(request);
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(ProofJson.Write(proof), "application/json; charset=utf-8", FileName);
    }

    /// <summary>In whatever state: who left may still see what is kept.</summary>
    private async Task<SubscriberProof?> FindAsync(string token, HttpRequest request) =>
        tokens.Read(LinkPurpose.Preferences, token) is { } key ? await prove.RunAsync(key, request.HttpContext.RequestAborted) : null;
}
