using Publisher.App.Settings;

namespace Publisher.App.Staff.Access;

/// <summary>
/// The cookies of the console. Under https they have the prefix <c>__Host-</c>, by which a browser takes them from this host alone (RFC 6265bis §4.1.3.2);
/// in plain http, as on a laptop, a browser would not take those at all.
/// </summary>
public sealed class StaffCookies(PublisherSettings settings)
{
    private const string Session = "publisher";
    private const string Language = "publisher-lang";
    private const string Flash = "publisher-said";

    // TLS ends before this process: what the public sees is what the settings say.
    private readonly bool secure = settings.PublicUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public string ReadSession(HttpRequest request) => Read(request, Session);

    public void WriteSession(HttpResponse response, string id) => Write(response, Session, id, null);

    public void EndSession(HttpResponse response) => End(response, Session);

    public string ReadLanguage(HttpRequest request) => Read(request, Language);

    public void WriteLanguage(HttpResponse response, string language) => Write(response, Language, language, TimeSpan.FromDays(365));

    /// <summary>What is to be said on the next page.</summary>
    public string ReadFlash(HttpRequest request) => Read(request, Flash);

    public void WriteFlash(HttpResponse response, string text) => Write(response, Flash, text, TimeSpan.FromMinutes(2));

    public void EndFlash(HttpResponse response) => End(response, Flash);

    private string Read(HttpRequest request, string name) => request.Cookies[NameOf(name)] ?? "";

    private void Write(HttpResponse response, string name, string value, TimeSpan? age) => response.Cookies.Append(NameOf(name), value, Options(age));

    private void End(HttpResponse response, string name) => response.Cookies.Delete(NameOf(name), Options(null));

    private string NameOf(string name) => secure ? $"__Host-{name}" : name;

    private CookieOptions Options(TimeSpan? age) => new() { HttpOnly = true, Secure = secure, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = age };
}
