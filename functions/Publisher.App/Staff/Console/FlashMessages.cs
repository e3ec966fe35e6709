using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console;

/// <summary>How a message is meant: it has a colour, and words of its own for who does not see it.</summary>
public enum FlashKind { Done, Note, Warning }

/// <summary>What an action has to say, on the page that its browser is sent on to; once.</summary>
public sealed class FlashMessages(StaffCookies cookies, Protector protector)
{
    private const string Purpose = "console message";

    /// <summary>Characters: a cookie has 4 kB, and this is put into letters twice.</summary>
    private const int MaxLength = 800;

    public void Say(HttpContext context, string text, FlashKind kind) =>
        cookies.WriteFlash(context.Response, protector.Protect(Purpose, kind.ToString(), text.Length > MaxLength ? text[..(MaxLength - 1)] + "…" : text));

    /// <returns>For the frame; null where there is nothing to say.</returns>
    public Dictionary<string, object?>? Take(HttpContext context, Strings texts)
    {
        if (cookies.ReadFlash(context.Request) is not { Length: > 0 } text) return null;
        cookies.EndFlash(context.Response);
        return protector.Unprotect(Purpose, text, Duration.FromMinutes(2)) is [var kind, var words]
            ? PageModel.Map(("kind", kind.ToLowerInvariant()), ("label", texts["flash" + kind]), ("text", words))
            : null;
    }
}
