using NodaTime;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff.Console;
using Publisher.Staff;

namespace Publisher.App.Staff.Access;

/// <summary>Signing in with a personal key, and out again.</summary>
public sealed class SignInPage(
    StaffDirectory staff, StaffSessions sessions, SignInGuard guard, StaffGate gate, StaffCookies cookies, Protector protector, SameSite site, CallerNetwork callers, AuditLog audit, ConsolePages pages,
    PublisherSettings settings)
{
    public const string Path = "/staff/sign-in";

    private const string Purpose = "sign-in";

    /// <summary>A form that lay open longer is shown again.</summary>
    private static readonly Duration FormLife = Duration.FromHours(12);

    /// <summary>Octets of the form: a key, and what we gave along.</summary>
    private const int FormLimit = 16 * 1024;

    public async Task<IResult> ShowAsync(HttpContext context)
    {
        var to = ReturnPath.Of(context.Request.Query["return"].ToString());
        return await gate.FindAsync(context) is not null ? pages.SeeOther(context, to) : Form(context, to, "", 200);
    }

    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var texts = pages.TextsFor(context);
        if (!site.IsOurs(context.Request)) return Form(context, ReturnPath.Home, texts["signInAgain"], StatusCodes.Status403Forbidden);
        var (form, status) = context.Request.HasFormContentType ? await StaffForms.ReadAsync(context.Request, FormLimit) : (null, StatusCodes.Status415UnsupportedMediaType);
        if (form is null) return Form(context, ReturnPath.Home, texts["signInAgain"], status);
        // Nobody can be signed in as somebody else by a form they never saw: it carries words of ours, and where to go.
        if (protector.Unprotect(Purpose, form["state"].ToString(), FormLife) is not [var kept]) return Form(context, ReturnPath.Home, texts["signInAgain"], StatusCodes.Status403Forbidden);
        var (to, key, network) = (ReturnPath.Of(kept), form["key"].ToString().Trim(), callers.Of(context).Text);
        if (key.Length == 0) return Form(context, to, texts["signInEmpty"], StatusCodes.Status422UnprocessableEntity);
        var wait = await guard.WaitAsync(network, key, context.RequestAborted);
        if (wait > Duration.Zero) return Wait(context, to, wait);
        if (await staff.FindByKeyAsync(key, context.RequestAborted) is not { } member)
        {
            wait = await guard.FailedAsync(network, key, context.RequestAborted);
            return wait > Duration.Zero ? Wait(context, to, wait) : Form(context, to, texts["signInWrong"], StatusCodes.Status422UnprocessableEntity);
        }

        // Whatever id the browser brought is given up: nobody goes on under an id that another may know.
        await sessions.EndAsync(cookies.ReadSession(context.Request), context.RequestAborted);
        var open = await sessions.StartAsync(member, context.RequestAborted);
        await guard.SucceededAsync(network, key, context.RequestAborted);
        await audit.RecordAsync(member.Name, AuditVerbs.SignIn, "", "", "", context.RequestAborted);
        cookies.WriteSession(context.Response, open.NewId!);
        return pages.SeeOther(context, to);
    }

    public async Task<IResult> SignOutAsync(HttpContext context)
    {
        var (who, texts) = (context.Staff(), pages.TextsFor(context));
        await sessions.EndAsync(cookies.ReadSession(context.Request), context.RequestAborted);
        cookies.EndSession(context.Response);
        await audit.RecordAsync(who.Name, AuditVerbs.SignOut, "", "", "", context.RequestAborted);
        // Not sent on to the platform at once: that leads to another site, where a form of this one may not lead.
        return who.How == StaffProof.Platform
            ? pages.Message(context, texts["signOut"], texts["signOutPlatform"], StatusCodes.Status200OK, "/.auth/logout", texts["signOut"])
            : pages.SeeOther(context, Path, texts["signedOut"]);
    }

    private IResult Wait(HttpContext context, string to, Duration wait)
    {
        var seconds = StaffGate.Seconds(wait);
        context.Response.Headers.RetryAfter = seconds;
        return Form(context, to, pages.TextsFor(context).Count("signInWait", int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)), StatusCodes.Status429TooManyRequests);
    }

    private IResult Form(HttpContext context, string to, string fault, int status)
    {
        var texts = pages.TextsFor(context);
        return pages.Render(
            context,
            "sign-in",
            texts["signIn"],
            PageModel.Map(
                ("action", Path),
                ("state", protector.Protect(Purpose, to)),
                ("fault", fault),
                ("platform", settings.Staff.PlatformSignIn ? $"/.auth/login/aad?post_login_redirect_uri={Uri.EscapeDataString(to)}" : "")),
            status,
            fault.Length > 0 ? texts["faultMark"] : "");
    }
}
