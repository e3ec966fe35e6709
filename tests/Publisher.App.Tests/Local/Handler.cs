using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Publisher.App.Tests.Local;

/// <summary>A handler on a port of its own that keeps what it was sent and answers as the test says.</summary>
internal sealed class Handler : IAsyncDisposable
{
    public const string Done = """{"Outputs":{},"Logs":["done"],"ReturnValue":null}""";

    private readonly WebApplication app;

    private Handler(WebApplication app) => this.app = app;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Every call so far, in order of arrival.</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>What a call is answered; a success unless set.</summary>
    public Func<HttpContext, Call, Task> Answer { get; set; } = (context, _) => WriteAsync(context, Done);

    public static async Task<Handler> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var handler = new Handler(builder.Build());
        handler.app.Run(handler.HandleAsync);
        await handler.app.StartAsync();
        return handler;
    }

    public static Task WriteAsync(HttpContext context, string body, int status = 200, string? contentType = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        return context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Method == "GET") return;
        using var reader = new StreamReader(context.Request.Body);
        var call = new Call(
            context.Request.Path.Value!,
            await reader.ReadToEndAsync(),
            context.Request.ContentType,
            context.Request.Headers.TransferEncoding.ToString(),
            context.Request.ContentLength,
            context.Request.Host.Value!,
            Calls.Count + 1);
        Calls.Enqueue(call);
        await Answer(context, call);
    }
}

/// <summary>What arrived; <c>Number</c> counts from one.</summary>
internal sealed record Call(string Path, string Body, string? ContentType, string TransferEncoding, long? ContentLength, string Host, int Number);
