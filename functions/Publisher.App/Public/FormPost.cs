using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Publisher.App.Public;

/// <summary>Reads a posted form, as much of it as any form of ours has.</summary>
internal static class FormPost
{
    /// <summary>Octets of a form; with every district and topic ticked it has some thousand.</summary>
    private const int MaxBody = 64 * 1024;

    /// <summary>Fields of a form, repeated ones counted each.</summary>
    private const int MaxFields = 500;

    private const string MediaType = "application/x-www-form-urlencoded";

    /// <returns>The form; or null, and the status of the refusal.</returns>
    public static async Task<(IFormCollection? Form, int Status)> ReadAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
            return (null, StatusCodes.Status415UnsupportedMediaType);
        if (Limit(request, MaxBody)) return (null, StatusCodes.Status413PayloadTooLarge);
        try
        {
            var options = new FormOptions { ValueCountLimit = MaxFields, KeyLengthLimit = MaxBody, ValueLengthLimit = MaxBody };
            return (await new FormFeature(request, options).ReadFormAsync(request.HttpContext.RequestAborted), StatusCodes.Status200OK);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }
    }

    /// <summary>Lets no more of a body in. It may also come in chunks, with no length said beforehand: then reading it fails.</summary>
    /// <returns>True where it says itself that it is longer.</returns>
    public static bool Limit(HttpRequest request, int octets)
    {
        if (request.ContentLength > octets) return true;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = octets;
        return false;
    }
}
