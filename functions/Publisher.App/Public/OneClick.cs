using Microsoft.AspNetCore.Http.Features;

namespace Publisher.App.Public;

/// <summary>Tells the mail program's own button (RFC 8058 §3.1: it posts <c>List-Unsubscribe=One-Click</c>, in either form) from the page's.</summary>
internal static class OneClick
{
    /// <summary>Octets; the form has one short field.</summary>
    private const int MaxBody = 4 * 1024;

    /// <summary>A post that cannot be read is no button's, and no reason to refuse anybody who wants to leave.</summary>
    public static async Task<bool> IsAsync(HttpRequest request)
    {
        if (!request.HasFormContentType || request.ContentLength > MaxBody) return false;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBody;
        try
        {
            var options = new FormOptions { ValueCountLimit = 10, KeyLengthLimit = MaxBody, ValueLengthLimit = MaxBody, MultipartBodyLengthLimit = MaxBody };
            var form = await new FormFeature(request, options).ReadFormAsync(request.HttpContext.RequestAborted);
            return form["List-Unsubscribe"] is ["One-Click", ..];
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException or IOException)
        {
            return false;
        }
    }
}
