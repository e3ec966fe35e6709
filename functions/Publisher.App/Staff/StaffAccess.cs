using System.Security.Cryptography;
using System.Text;
using Publisher.App.Settings;

namespace Publisher.App.Staff;

/// <summary>Who of the staff is calling: <c>Authorization: Bearer KEY</c>, compared by hash and in constant time.</summary>
public static class StaffAccess
{
    private const string Scheme = "Bearer ";

    /// <summary>A key is 256 random bits, so its plain hash cannot be searched.</summary>
    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public static RouteHandlerBuilder RequireStaff(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (invocation, next) =>
    {
        var settings = invocation.HttpContext.RequestServices.GetRequiredService<PublisherSettings>();
        if (Find(invocation.HttpContext.Request.Headers.Authorization.ToString(), settings.StaffKeys) is not null) return await next(invocation);
        invocation.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            title: "A staff key is needed.",
            detail: settings.StaffKeys.Count == 0
                ? "This installation has no staff key yet: make one with „publisher staff add NAME”."
                : "Send yours as the header „Authorization: Bearer KEY”.",
            statusCode: 401);
    });

    public static StaffKey? Find(string header, IReadOnlyList<StaffKey> keys)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var hash = Encoding.ASCII.GetBytes(HashOf(header[Scheme.Length..].Trim()));
        StaffKey? found = null;
        // All are compared, so that the time tells nothing about which.
        foreach (var key in keys)
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(key.Hash.ToLowerInvariant()))) found = key;
        return found;
    }
}
