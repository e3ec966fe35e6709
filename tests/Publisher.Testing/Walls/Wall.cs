using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Publisher.Testing.Walls;

/// <summary>
/// A network as a real HTTP server on this machine, written from its published API reference: the same paths, required parameters, answers
/// and errors. It fails as the real ones do, where a test tells it to.
/// </summary>
public abstract class Wall : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly List<WallPost> posts = [];
    private readonly List<WallPost> made = [];
    private readonly List<WallCall> calls = [];
    private readonly WebApplication app;
    private int numbers;

    protected Wall(TimeProvider clock)
    {
        Clock = clock;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        app = builder.Build();
        app.Run(AnswerAsync);
    }

    /// <summary>Without a slash at its end.</summary>
    public string Url { get; private set; } = "";

    public string Token { get; set; } = "token-of-the-tests-0123456789abcdef";

    /// <summary>Until a test says otherwise, the token is taken.</summary>
    public bool TokenIsTaken { get; set; } = true;

    /// <summary>What goes wrong with a call; nothing by default.</summary>
    public Func<WallCall, WallFault> Fault { get; set; } = _ => WallFault.None;

    /// <summary>Runs when a call has arrived, before anything is done with it.</summary>
    public Action<WallCall>? Arrived { get; set; }

    /// <summary>Runs when a call is done, before its answer.</summary>
    public Action<WallCall>? Did { get; set; }

    /// <summary>How long a new post is not yet seen by who reads the wall.</summary>
    public Func<TimeSpan> Delay { get; set; } = () => TimeSpan.Zero;

    /// <summary>For how long the network says to wait, where it limits.</summary>
    public TimeSpan LimitTime { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>What is on the wall.</summary>
    public IReadOnlyList<WallPost> Posts
    {
        get { lock (gate) return [.. posts]; }
    }

    /// <summary>All that ever was made.</summary>
    public IReadOnlyList<WallPost> Made
    {
        get { lock (gate) return [.. made]; }
    }

    public IReadOnlyList<WallCall> Calls
    {
        get { lock (gate) return [.. calls]; }
    }

    protected TimeProvider Clock { get; }

    protected DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>An empty wall that works.</summary>
    public void Reset()
    {
        lock (gate)
        {
            posts.Clear();
            made.Clear();
            calls.Clear();
        }

        Mend();
    }

    /// <summary>From now on it works; what is on it stays.</summary>
    public void Mend() => (Fault, Arrived, Did, Delay, TokenIsTaken) = (_ => WallFault.None, null, null, () => TimeSpan.Zero, true);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task ListenAsync()
    {
        await app.StartAsync();
        Url = app.Urls.Single();
    }

    /// <summary>What the call is for; null where there is no such path.</summary>
    protected abstract WallCallKind? KindOf(HttpRequest request);

    /// <summary>Does what the call asks for, and gives the answer.</summary>
    protected abstract WallAnswer Do(WallCall call, HttpRequest request);

    protected abstract WallAnswer Error(WallFault fault);

    protected abstract WallAnswer BadToken(string given);

    protected string NextId(string prefix) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{1000 + Interlocked.Increment(ref numbers)}");

    protected void Put(WallPost post)
    {
        lock (gate)
        {
            posts.Add(post with { Visible = post.Made + Delay() });
            made.Add(post);
        }
    }

    protected bool Change(string id, Func<WallPost, WallPost?> change)
    {
        lock (gate)
        {
            var at = posts.FindIndex(post => post.Id == id);
            if (at < 0) return false;
            if (change(posts[at]) is { } changed) posts[at] = changed;
            else posts.RemoveAt(at);
            return true;
        }
    }

    /// <summary>What who reads the wall sees, the latest first.</summary>
    protected IReadOnlyList<WallPost> Seen() => [.. Posts.Where(post => post.Visible <= Now).Reverse()];

    protected virtual bool Takes(WallCall call) => TokenIsTaken && call.Headers.GetValueOrDefault("Authorization") == $"Bearer {Token}";

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        if (KindOf(context.Request) is not { } kind)
        {
            context.Response.StatusCode = 404;
            return;
        }

        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var call = new WallCall(kind, context.Request.Method, context.Request.Path + context.Request.QueryString.Value, headers, body.ToArray());
        lock (gate) calls.Add(call);
        Arrived?.Invoke(call);
        var fault = Fault(call);
        if (fault is WallFault.BrokenBefore or WallFault.HangBefore)
        {
            await LeaveAsync(context, fault == WallFault.HangBefore);
            return;
        }

        var answer = !Takes(call) ? BadToken(headers.GetValueOrDefault("Authorization") ?? "")
            : fault is WallFault.ErrorBefore or WallFault.Limit or WallFault.Forbidden ? Error(fault)
            : Do(call, context.Request);
        Did?.Invoke(call);
        if (fault is WallFault.BrokenAfter or WallFault.HangAfter)
        {
            await LeaveAsync(context, fault == WallFault.HangAfter);
            return;
        }

        await WriteAsync(context, fault == WallFault.ErrorAfter ? Error(fault) : answer, half: fault == WallFault.HalfAnswer);
    }

    /// <summary>No answer: at once, or only when the caller has lost patience.</summary>
    private async Task LeaveAsync(HttpContext context, bool hangs)
    {
        if (hangs)
        {
            // A caller on a clock that stands still loses patience when the clock is moved.
            if (Clock is ManualTime manual) manual.Advance(TimeSpan.FromSeconds(70));
            var gone = new TaskCompletionSource();
            await using var left = context.RequestAborted.Register(() => gone.TrySetResult());
            await gone.Task;
        }

        context.Abort();
    }

    private static async Task WriteAsync(HttpContext context, WallAnswer answer, bool half)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers) context.Response.Headers[name] = value;
        var json = answer.Body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(answer.Body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        if (!half)
        {
            await context.Response.Body.WriteAsync(json);
            return;
        }

        await context.Response.Body.WriteAsync(json.AsMemory(0, json.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
    }
}

/// <param name="Body">Written as JSON; null for none.</param>
public sealed record WallAnswer(int Status, object? Body, params (string Name, string Value)[] Headers);
