using Microsoft.Net.Http.Headers;
using Publisher.Content.Pictures;

namespace Publisher.App.Public;

/// <summary>A picture of an item as the public gets it: under one name it is the same for ever, and so is kept for ever.</summary>
public sealed class PicturePage(ItemPictures pictures, PublicPages pages)
{
    /// <summary>A year, which caches take for ever (RFC 9111 §5.2.2.1), and no asking again meanwhile (RFC 8246).</summary>
    private const string Forever = "public, max-age=31536000, immutable";

    public async Task<IResult> ShowAsync(string name, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await pictures.FindAsync(name, cancellationToken) is not { } content) return pages.For(request).NotFound();
        var headers = request.HttpContext.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = Forever;
        return Results.Bytes(content.ToMemory(), Picture.TypeOf(name), entityTag: new EntityTagHeaderValue($"\"{name.Split('.')[0]}\""));
    }
}
