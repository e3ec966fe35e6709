using Microsoft.AspNetCore.Server.Kestrel.Core;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.App.Staff;
using Publisher.App.Webhooks;
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
        // Its scope holds the path of the request, and a reader's path holds the token of their link.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            parts.Listen(kestrel);
        });
        builder.Services.AddPublisher(parts.Settings, parts.Storage, parts.Clock);
        builder.Services.AddSingleton<PayloadGate>().AddSingleton<SecurityHeaders>();
        builder.Services.AddSingleton<PublicPages>().AddSingleton<ArchivePage>().AddSingleton<UnsubscribePage>().AddSingleton<NobodysLink>().AddSingleton<PreferencesPage>().AddSingleton<SubscriberDataPage>().AddSingleton<ErasePage>().AddSingleton<CalendarDownload>().AddSingleton<AssetPage>().AddSingleton<PicturePage>();
        builder.Services.AddSingleton<CallPage>().AddSingleton<ReturnForm>().AddSingleton<ChangeAddressPage>().AddSingleton<MovePage>();
        builder.Services.AddSingleton<FeedPage>().AddSingleton<PrivacyPage>().AddSingleton<AccessibilityPage>().AddSingleton<Visits>().AddSingleton<LinkDoor>();
        // Only local mode has pages of its own, and no host before it.
        builder.Services.AddSingleton(new CallerNetwork(hosted: parts.Pages is null));
        builder.Services.AddSingleton<SignUpPage>().AddSingleton<SignUpApi>().AddSingleton<SignUpPoster>().AddSingleton<ConfirmPage>();
        builder.Services.AddWebhooks(parts.Settings.Feedback).AddSingleton<Readiness>();
        builder.Services.AddStaffPages(parts.Settings);

        if (TelemetryExport.IsOn(parts.Configuration)) builder.Services.AddSingleton(_ => new TelemetryExport(parts.Configuration));

        var app = builder.Build();
        // Made now, and ended with the application.
        _ = app.Services.GetService<TelemetryExport>();
        app.Use(app.Services.GetRequiredService<SecurityHeaders>().ApplyAsync);
        app.Use(FaultAnswers.AnswerAsync);
        app.Use(EnsureStorageAsync);
        app.UseRouting();
        app.MapFunctions();
        if (parts.Pages is null) app.MapGet("/", () => Results.Text("Publisher is running."));
        else parts.Pages(app);
        app.MapFallback((HttpRequest request, PublicPages pages) =>
            HttpMethods.IsGet(request.Method) ? pages.For(request).NotFound() : Results.NotFound());
        return app;
    }

    /// <summary>The ping at / must stay cheap and answer even while storage is away.</summary>
    private static async Task EnsureStorageAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.Value is not ("/" or "/health" or "/health/ready"))
        {
            await context.RequestServices.GetRequiredService<StorageSetup>().EnsureAsync();
            await context.RequestServices.GetRequiredService<TemplateOverrides>().RefreshAsync(context.RequestAborted);
        }

        await next(context);
    }
}
