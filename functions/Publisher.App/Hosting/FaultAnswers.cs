using Publisher.App.Public;
using Publisher.Rendering;

namespace Publisher.App.Hosting;

/// <summary>What nobody foresaw: a line for the operator, a sentence for the caller, no trace of the code for anyone outside.</summary>
public static class FaultAnswers
{
    /// <summary>Seconds after which storage may be there again.</summary>
    private const string RetryAfter = "60";

    public static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller has gone.
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            await SayAsync(context, fault.StatusCode, "The request cannot be read.", "faultUnreadable");
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            Log(context, "{Method} {Path} failed: {Fault}", fault);
            if (!AccountFault.Is(fault))
            {
                await SayAsync(context, 500, "Something went wrong; it has been noted.", "faultOurs");
                return;
            }

            context.Response.Headers.RetryAfter = RetryAfter;
            await SayAsync(context, 503, "Storage does not answer; try again in a minute.", "faultStorage");
        }
    }

    private static async Task SayAsync(HttpContext context, int status, string title, string text)
    {
        if (Page(context, status, text) is { } page) await page.ExecuteAsync(context);
        else await Results.Problem(title: title, statusCode: status).ExecuteAsync(context);
    }

    /// <summary>A page for a person with a browser; null for a program, and where the page itself is what cannot be made.</summary>
    private static IResult? Page(HttpContext context, int status, string text)
    {
        if (!Refusal.IsForBrowser(context.Request)) return null;
        try
        {
            var own = context.RequestServices.GetRequiredService<PublicPages>().For(context.Request);
            return own.Message(own.Strings["fault"], own.Strings[text], status);
        }
        catch (TemplateException fault)
        {
            Log(context, "The page that says that {Method} {Path} failed cannot be made: {Fault}", fault);
            return null;
        }
    }

#pragma warning disable CA2254 // Both templates stand above.
    private static void Log(HttpContext context, string template, Exception fault) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Publisher")
        .LogError(fault, template, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "", $"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}");
#pragma warning restore CA2254
}
