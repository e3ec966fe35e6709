using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Publisher.Calendar;
using Publisher.Content;

namespace Publisher.App.Public;

/// <summary>An item's calendar file, for a person's click or a calendar's own call.</summary>
public sealed class CalendarDownload(CalendarFiles files, PublicPages pages)
{
    /// <summary>Seconds that anyone may keep a file: what is called off is known soon after.</summary>
    private const int MaxAge = 300;

    private const string Ending = ".ics";

    /// <param name="id">Of the item, with or without the file's ending.</param>
    /// <param name="language">Empty for the item's own.</param>
    public async Task<IResult> GetAsync(string kind, string id, string language, HttpRequest request)
    {
        if (id.EndsWith(Ending, StringComparison.OrdinalIgnoreCase)) id = id[..^Ending.Length];
        return ItemRef.TryParse($"{kind}/{id}", out var item) && await files.FindAsync(item, language, request.HttpContext.RequestAborted) is { } file
            ? new Download(file)
            : pages.For(request).NotFound();
    }

    private sealed class Download(CalendarFile file) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var headers = httpContext.Response.Headers;
            headers.CacheControl = $"public, max-age={MaxAge}";
            headers.XContentTypeOptions = "nosniff";
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(file.Content).AsSpan(0, 16))}\"");
            return Results.File(file.Content, $"text/calendar; charset=utf-8; method={file.Method}", file.Name, entityTag: tag).ExecuteAsync(httpContext);
        }
    }
}
