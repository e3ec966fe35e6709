using Microsoft.AspNetCore.Server.Kestrel.Core;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff;
using Publisher.Rendering;

namespace Publisher.App.Hosting;

/// <summary>What a handler is built from.</summary>
/// <param name="Listen">Binds the ports, in code: the environment's addresses are the host's own.</param>
/// <param name="Pages">Pages that only local mode has; null elsewhere.</param>
public sealed record HandlerParts(
    IConfiguration Configuration,
    PublisherSettings Settings,
    StorageAccount Storage,
    TimeProvider Clock,
    Action<KestrelServerOptions> Listen,
    Action<ILoggingBuilder> Logging,
    Action<WebApplication>? Pages = null);

/// <summary>The ASP.NET Core application that answers the Functions host, or local mode in its place.</summary>
public static class Handler
{
    /// <summary>Octets of any request's body: what comes in is short.</summary>
    private const long MaxBody = 1024 * 1024;

    public static WebApplication Build(HandlerParts parts)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(parts.Configuration);
        builder.Logging.ClearProviders();
        parts.Logging(builder.Logging);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            parts.Listen(kestrel);
        });
        builder.Services.AddPublisher(parts.Settings, parts.Storage, parts.Clock);
        builder.Services.AddSingleton<PayloadGate>();
        builder.Services.AddSingleton<PublicPages>().AddSingleton<ArchivePage>().AddSingleton<UnsubscribePage>().AddSingleton<PreferencesPage>().AddSingleton<CalendarDownload>().AddSingleton<AssetPage>();
        builder.Services.AddSingleton<AnnouncementsApi>().AddSingleton<EditionStatusApi>().AddSingleton<PostsApi>();

        var app = builder.Build();
        app.Use(AnswerFaultsAsync);
        app.Use(EnsureStorageAsync);
        app.UseRouting();
        app.MapFunctions();
        if (parts.Pages is null) app.MapGet("/", () => Results.Text("Publisher is running."));
        else parts.Pages(app);
        app.MapFallback((HttpRequest request, PublicPages pages) =>
            HttpMethods.IsGet(request.Method) ? pages.For(request).NotFound() : Results.NotFound());
        return app;
    }

    /// <summary>What nobody foresaw: a line for the operator, a sentence for the caller, no trace of the code for anyone outside.</summary>
    private static async Task AnswerFaultsAsync(HttpContext context, RequestDelegate next)
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
            await Results.Problem(title: "The request cannot be read.", statusCode: fault.StatusCode).ExecuteAsync(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Publisher");
            log.LogError(fault, "{Method} {Path} failed: {Fault}", context.Request.Method, context.GetEndpoint()?.DisplayName ?? "", OneLine(fault));
            var busy = StorageFault.Is(fault);
            await Results.Problem(title: busy ? "Storage does not answer; try again in a minute." : "Something went wrong; it has been noted.", statusCode: busy ? 503 : 500)
                .ExecuteAsync(context);
        }
    }

    /// <summary>The ping at / must stay cheap and answer even while storage is away.</summary>
    private static async Task EnsureStorageAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is not ("/" or "/health"))
        {
            await context.RequestServices.GetRequiredService<StorageSetup>().EnsureAsync();
            await context.RequestServices.GetRequiredService<TemplateOverrides>().RefreshAsync(context.RequestAborted);
        }

        await next(context);
    }

    private static string OneLine(Exception fault) => $"{fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}";
}
