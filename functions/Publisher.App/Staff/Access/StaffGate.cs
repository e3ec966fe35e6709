using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff.Console;
using Publisher.Staff;

namespace Publisher.App.Staff.Access;

/// <summary>
/// Who may come in. The API takes keys and nothing else: no cookie, and no header of the platform, both of which a browser sends along with what another site
/// makes it send. The console takes sessions and the platform's sign-in, and of each form the token that belongs to them.
/// </summary>
public sealed class StaffGate(
    StaffDirectory staff, StaffSessions sessions, SignInGuard guard, PlatformPrincipal platform, StaffCookies cookies, Protector protector, SameSite site, CallerNetwork callers, ConsolePages pages,
    PublisherSettings settings)
{
    /// <summary>Whatever begins so belongs to the console.</summary>
    private const string ConsoleRoot = "/staff";

    private const string Scheme = "Bearer ";

    private const string CsrfPurpose = "console form";

    /// <summary>The hidden field of every form.</summary>
    public const string CsrfField = "csrf";

    /// <summary>The same for a script.</summary>
    public const string CsrfHeader = "X-Csrf";

    /// <returns>What to answer instead; null where they may.</returns>
    public Task<IResult?> RefuseAsync(HttpContext context, StaffRole role, int formLimit) =>
        context.Request.Path.StartsWithSegments(ConsoleRoot, StringComparison.OrdinalIgnoreCase) ? RefusePageAsync(context, role, formLimit) : RefuseCallAsync(context, role);

    /// <summary>For an endpoint of the API of which a part is sending: authors may not, where four eyes are asked for.</summary>
    /// <returns>What to answer instead; null where they may.</returns>
    public IResult? RefuseSending(HttpContext context) => context.Staff().Role.Contains(settings.Staff.Sender) ? null : TooSmall(context.Staff(), settings.Staff.Sender);

    /// <summary>Who opens a page of the console, and their id renewed where it is time; null for nobody.</summary>
    public async Task<StaffIdentity?> FindAsync(HttpContext context)
    {
        if (cookies.ReadSession(context.Request) is { Length: > 0 } id)
        {
            if (await sessions.FindAsync(id, context.RequestAborted) is { } open)
            {
                if (open.NewId is { } renewed) cookies.WriteSession(context.Response, renewed);
                return new StaffIdentity(open.Session.Name, open.Session.Role, StaffProof.Session) { Csrf = open.Session.Csrf };
            }

            cookies.EndSession(context.Response);
        }

        return platform.Read(context.Request) is { Role: { } role } principal
            ? new StaffIdentity(principal.Name, role, StaffProof.Platform) { Csrf = protector.Protect(CsrfPurpose, principal.Name) }
            : null;
    }

    private async Task<IResult?> RefusePageAsync(HttpContext context, StaffRole role, int formLimit)
    {
        var request = context.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (await FindAsync(context) is not { } who)
        {
            if (platform.Read(request) is { } stranger) return pages.NoRole(context, stranger.Name);
            if (!isRead) return pages.SignedOut(context);
            return SameSite.IsFollowed(request) ? pages.GoOn(context, request.Path + request.QueryString) : pages.ToSignIn(context, request.Path + request.QueryString);
        }

        context.Let(who);
        if (!who.Role.Contains(role)) return pages.RoleTooSmall(context, role);
        if (isRead) return null;
        if (!site.IsOurs(request)) return pages.NotOurForm(context);
        var token = request.Headers[CsrfHeader].ToString();
        if (request.HasFormContentType)
        {
            var (form, status) = await StaffForms.ReadAsync(request, formLimit);
            if (form is null) return pages.Unreadable(context, status);
            context.Keep(form);
            if (token.Length == 0) token = form[CsrfField].ToString();
        }

        return IsTheirs(who, token) ? null : pages.NotOurForm(context);
    }

    private bool IsTheirs(StaffIdentity who, string token) => who.How == StaffProof.Platform
        // Made anew for each page, so that instances need not remember it; a working day is as long as a session.
        ? protector.Unprotect(CsrfPurpose, token, settings.Staff.Sessions.Life) is [var name] && name == who.Name
        : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(who.Csrf!));

    private async Task<IResult?> RefuseCallAsync(HttpContext context, StaffRole role)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return Unknown(context);
        var key = header[Scheme.Length..].Trim();
        if (await staff.FindByKeyAsync(key, context.RequestAborted) is { } member)
        {
            context.Let(new StaffIdentity(member.Name, member.Role, StaffProof.Bearer));
            return member.Role.Contains(role) ? null : TooSmall(context.Staff(), role);
        }

        // What is right is let in at once: it is the guessing that has to wait, and a program that goes on with a key of yesterday.
        var network = callers.Of(context).Text;
        var wait = await guard.WaitAsync(network, key, context.RequestAborted);
        if (wait == Duration.Zero) wait = await guard.FailedAsync(network, key, context.RequestAborted);
        if (wait == Duration.Zero) return Unknown(context);
        context.Response.Headers.RetryAfter = Seconds(wait);
        return Results.Problem(title: "Too many wrong keys.", detail: $"Wait {Seconds(wait)} seconds, then send the right one.", statusCode: StatusCodes.Status429TooManyRequests);
    }

    /// <summary>Whole seconds, at least one.</summary>
    internal static string Seconds(Duration wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static IResult Unknown(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(
            title: "A staff key is needed.",
            detail: "Send yours as the header „Authorization: Bearer KEY”; „publisher staff add NAME” makes one.",
            statusCode: StatusCodes.Status401Unauthorized);
    }

    private static IResult TooSmall(StaffIdentity who, StaffRole role) => Results.Problem(
        title: "Your role does not do.",
        detail: $"This takes the role {role.Key()}; yours is {who.Role.Key()}.",
        statusCode: StatusCodes.Status403Forbidden);
}

/// <summary>Puts the gate before endpoints.</summary>
public static class StaffGates
{
    /// <summary>Octets of a form with nothing but words in it.</summary>
    private const int FormLimit = 256 * 1024;

    /// <param name="formLimit">Octets of the form that this endpoint takes.</param>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, StaffRole role, int formLimit = FormLimit) =>
        endpoint.WithMetadata(new StaffRoute(role)).AddEndpointFilter(async (invocation, next) =>
            await invocation.HttpContext.RequestServices.GetRequiredService<StaffGate>().RefuseAsync(invocation.HttpContext, role, formLimit) ?? await next(invocation));

    /// <summary>A page of the console that shows itself to everyone: nobody has signed in when they sign in.</summary>
    public static RouteHandlerBuilder LetEveryoneIn(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new StaffRoute(null));
}

/// <summary>What an endpoint asks of who opens it.</summary>
/// <param name="Role">Null for nothing.</param>
public sealed record StaffRoute(StaffRole? Role);
