using System.Text;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Rendering;
using Publisher.Staff;

namespace Publisher.App.Staff.Console;

/// <summary>Pages of the console: templates of <c>templates/staff</c> in their frame, in the reader's language.</summary>
public sealed class ConsolePages(Templates templates, ConsoleFrame frame, ConsoleLanguage languages, FlashMessages flash)
{
    /// <summary>The words of the console, in the language of who asks.</summary>
    public Strings TextsFor(HttpContext context) => templates.TextsFor(languages.Of(context));

    /// <summary>The words that readers see, in the same language: days, hours, kinds of items.</summary>
    public Strings StringsFor(HttpContext context) => templates.StringsFor(languages.Of(context));

    /// <param name="template">Below <c>staff/</c>, without its ending.</param>
    /// <param name="model">The names of the template; <c>lang</c> and <c>csrf</c> come by themselves.</param>
    /// <param name="mark">Before the title in the browser's tab: what has become of a form.</param>
    public IResult Render(HttpContext context, string template, string title, Dictionary<string, object?> model, int status = 200, string mark = "") =>
        new ConsoleAnswer(Text(context, template, title, model, mark), status, "");

    public IResult Message(HttpContext context, string title, string text, int status, string url = "", string link = "") =>
        Render(context, "message", title, PageModel.Map(("text", text), ("url", url), ("link", link)), status);

    public IResult NotFound(HttpContext context)
    {
        var texts = TextsFor(context);
        return Message(context, texts["notFound"], texts["notFoundText"], StatusCodes.Status404NotFound, ReturnPath.Home, texts["toBoard"]);
    }

    /// <summary>Sends a browser on with GET, so that reloading repeats no form (RFC 9110 §15.4.4).</summary>
    /// <param name="path">On this site.</param>
    /// <param name="said">What the next page says; empty for nothing.</param>
    public IResult SeeOther(HttpContext context, string path, string said = "", FlashKind kind = FlashKind.Done)
    {
        if (said.Length > 0) flash.Say(context, said, kind);
        return new ConsoleAnswer("", StatusCodes.Status303SeeOther, path);
    }

    internal IResult ToSignIn(HttpContext context, string from)
    {
        var to = ReturnPath.Of(from);
        return SeeOther(context, to == ReturnPath.Home ? SignInPage.Path : $"{SignInPage.Path}?return={Uri.EscapeDataString(to)}");
    }

    /// <summary>The browser asks again, from a page of ours this time, and so brings its cookie.</summary>
    internal IResult GoOn(HttpContext context, string path)
    {
        var (texts, to) = (TextsFor(context), ReturnPath.Of(path));
        context.Response.Headers.Append("Refresh", $"0; url={to}");
        return Message(context, texts["goOn"], texts["goOnText"], StatusCodes.Status200OK, to, texts["goOnLink"]);
    }

    internal IResult SignedOut(HttpContext context)
    {
        var texts = TextsFor(context);
        return Message(context, texts["sessionOver"], texts["sessionOverText"], StatusCodes.Status401Unauthorized, SignInPage.Path, texts["signIn"]);
    }

    internal IResult RoleTooSmall(HttpContext context, StaffRole role)
    {
        var texts = TextsFor(context);
        return Message(
            context, texts["roleTooSmall"], texts.Fill("roleTooSmallText", ("needed", texts[ConsoleFrame.RoleText(role)]), ("yours", texts[ConsoleFrame.RoleText(context.Staff().Role)])),
            StatusCodes.Status403Forbidden, ReturnPath.Home, texts["toBoard"]);
    }

    internal IResult NoRole(HttpContext context, string name)
    {
        var texts = TextsFor(context);
        return Message(context, texts["noRole"], texts.Fill("noRoleText", ("name", name)), StatusCodes.Status403Forbidden, SignInPage.Path, texts["signIn"]);
    }

    internal IResult NotOurForm(HttpContext context)
    {
        var texts = TextsFor(context);
        return Message(context, texts["notOurForm"], texts["notOurFormText"], StatusCodes.Status403Forbidden, ReturnPath.Home, texts["toBoard"]);
    }

    internal IResult Unreadable(HttpContext context, int status)
    {
        var texts = TextsFor(context);
        return Message(context, texts["unreadable"], texts["unreadableText"], status, ReturnPath.Home, texts["toBoard"]);
    }

    private string Text(HttpContext context, string template, string title, Dictionary<string, object?> model, string mark)
    {
        var texts = TextsFor(context);
        model["lang"] = texts.Language;
        model["csrf"] = context.FindStaff()?.Csrf ?? "";
        var content = templates.Render($"staff/{template}.html", texts.Language, model);
        return templates.Render("staff/page.html", texts.Language, frame.Model(context, texts, title, mark, content));
    }
}

/// <summary>An answer of the console, with headers that let nothing in from elsewhere and nobody keep a copy.</summary>
internal sealed class ConsoleAnswer(string html, int status, string location) : IResult
{
    // One style sheet and one script, both ours; pictures may be the organisation's own, wherever they lie; previews are frames of ours.
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' https: data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, body) = (httpContext.Response, Encoding.UTF8.GetBytes(html));
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.CacheControl = "no-store";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // With none at all browsers would not even tell us that a form is ours (Fetch, "append a request Origin header").
        headers["Referrer-Policy"] = "same-origin";
        if (location.Length > 0) headers.Location = location;
        response.StatusCode = status;
        response.ContentLength = body.Length;
        if (body.Length > 0) response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
