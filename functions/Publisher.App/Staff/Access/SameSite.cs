using Publisher.App.Settings;

namespace Publisher.App.Staff.Access;

/// <summary>Whether a request comes from a page of ours, as far as the browser says so.</summary>
public sealed class SameSite(PublisherSettings settings)
{
    private readonly string own = new Uri(settings.PublicUrl).Authority;

    /// <summary>A post from a page of another site, or of none, is not; what says nothing is no browser, and needs its token all the same.</summary>
    public bool IsOurs(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0 && site != "same-origin") return false;
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || (origin == "null" && site.Length > 0)) return true;
        return Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && (string.Equals(from.Authority, own, StringComparison.OrdinalIgnoreCase) || string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Somebody follows a link of another site, a mail's for example: the browser keeps our cookie back, though they may be signed in.</summary>
    public static bool IsFollowed(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && request.Headers["Sec-Fetch-Mode"] == "navigate";
}

/// <summary>Where somebody is led after signing in: a page of the console, and nowhere else.</summary>
public static class ReturnPath
{
    public const string Home = "/staff";

    /// <summary>Characters.</summary>
    private const int MaxLength = 500;

    public static string Of(string path) => IsSafe(path) ? path : Home;

    private static bool IsSafe(string path)
    {
        if (path.Length > MaxLength || !path.StartsWith(Home, StringComparison.Ordinal)) return false;
        if (path.Length > Home.Length && path[Home.Length] is not ('/' or '?')) return false;
        if (path.Any(static c => c is < '!' or > '~' or '\\' or '#') || path.Contains("//", StringComparison.Ordinal) || path.Contains("..", StringComparison.Ordinal)) return false;
        return !path.StartsWith("/staff/sign-", StringComparison.Ordinal);
    }
}
