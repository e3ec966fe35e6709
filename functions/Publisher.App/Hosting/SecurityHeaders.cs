using Publisher.App.Settings;

namespace Publisher.App.Hosting;

/// <summary>Headers of every answer, whatever made it; a page that needs more than nothing says so itself.</summary>
public sealed class SecurityHeaders(PublisherSettings settings)
{
    /// <summary>For what is no page: nothing of it runs, loads or is framed, should a browser show it.</summary>
    private const string Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>A year (RFC 6797 §6.1.1). Without subdomains: those may be somebody else's.</summary>
    private const string TransportSecurity = "max-age=31536000";

    private const string Permissions =
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    // TLS ends before this process: what the public sees is what the settings say.
    private readonly bool secure = settings.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            if (!headers.ContainsKey("Referrer-Policy")) headers["Referrer-Policy"] = "no-referrer";
            headers["Permissions-Policy"] = Permissions;
            if (secure) headers.StrictTransportSecurity = TransportSecurity;
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Nothing;
            return Task.CompletedTask;
        });
        return next(context);
    }
}
