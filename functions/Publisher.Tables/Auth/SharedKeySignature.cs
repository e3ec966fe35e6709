using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables.Auth;

/// <summary>Shared Key authorization of the table service: it covers method, content type, date and resource.</summary>
/// <remarks>Source: "Authorize with Shared Key", Azure Storage REST reference, section "Shared Key authorization for the Table service".</remarks>
internal static class SharedKeySignature
{
    /// <param name="method">GET, POST, …</param>
    /// <param name="contentMd5">The header's value, or empty.</param>
    /// <param name="contentType">The header's value, or empty.</param>
    /// <param name="date">Value of x-ms-date, RFC 1123.</param>
    /// <param name="account">Whose key signs.</param>
    /// <param name="url">The request's address; the path is taken as encoded as it travels.</param>
    public static string StringToSign(string method, string contentMd5, string contentType, string date, string account, Uri url) =>
        $"{method}\n{contentMd5}\n{contentType}\n{date}\n{CanonicalizedResource(account, url)}";

    public static string Sign(string stringToSign, ReadOnlySpan<byte> key) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(stringToSign)));

    /// <summary>The account, the path, and of the query only <c>comp</c>: that is all the table service signs.</summary>
    private static string CanonicalizedResource(string account, Uri url)
    {
        var resource = $"/{account}{url.AbsolutePath}";
        foreach (var pair in url.Query.TrimStart('?').Split('&'))
        {
            if (pair.StartsWith("comp=", StringComparison.OrdinalIgnoreCase)) resource += $"?comp={Uri.UnescapeDataString(pair["comp=".Length..])}";
        }

        return resource;
    }
}
