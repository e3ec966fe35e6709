using Microsoft.Net.Http.Headers;

namespace Publisher.App.Public;

/// <summary>A picture as the public gets it: kept for a day, then asked for again by its tag.</summary>
public sealed class AssetPage(AssetStore assets, PublicPages pages)
{
    public async Task<IResult> ShowAsync(string name, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await assets.FindAsync(name, cancellationToken) is not { } asset) return pages.For(request).NotFound();
        var response = request.HttpContext.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "public, max-age=86400";
        return Results.Bytes(asset.Content.ToMemory(), asset.Type, entityTag: EntityTagHeaderValue.Parse(asset.Tag));
    }
}
