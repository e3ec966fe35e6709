using System.Diagnostics;
using NodaTime;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Social;
using Publisher.Subscribers;

namespace Publisher.App.Local;

/// <param name="Port">0 for any free one.</param>
public sealed record DemoOptions(int Subscribers, Moment AsOf, string Outbox, int Port);

/// <param name="Note">Why the edition was not sent; empty where it was.</param>
/// <param name="Trouble">What the relay said of a message that it did not take.</param>
public sealed record DemoResult(string Edition, string Note, Tally Tally, string Trouble, IReadOnlyList<Post> Posts, TimeSpan Elapsed)
{
    public int Posted => Posts.Count(post => post.State is PostState.Posted or PostState.Ready);

    public bool AllAccepted => Tally.Accepted == Tally.Recipients && Posted == Posts.Count;
}

/// <summary>
/// The whole way of the product on the sample content: import, collect, prepare, send, close, post — by the same functions as always.
/// It always has an emulator of its own, in memory: made-up people must never get into anybody's real table.
/// </summary>
public sealed class Demo : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly LocalStorage storage;
    private readonly LocalHost host;
    private readonly PublisherSettings settings;
    private readonly DemoOptions options;
    private readonly string sample;

    private Demo(LocalStorage storage, LocalHost host, PublisherSettings settings, DemoOptions options, string sample) =>
        (this.storage, this.host, this.settings, this.options, this.sample) = (storage, host, settings, options, sample);

    public Uri Url => host.Url;

    public string Zone => settings.Zone.Id;

    public string Outbox => settings.Outbox!;

    /// <summary>The mail server that the settings name; null where mail goes into the outbox.</summary>
    public string? Relay => settings.Mail.Transport == MailTransportKind.Smtp ? $"{settings.Mail.Host}:{settings.Mail.Port}" : null;

    public static async Task<Demo> StartAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "torun");
        var configuration = LocalConfiguration.Read(sample, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            // No secret: it opens nothing but this run's own memory, and equal runs should give equal links.
            ["Publisher:Secret"] = "the demo's links open the demo only",
            ["Publisher:PublicUrl"] = options.Port == 0 ? null : LocalConfiguration.UrlAt(options.Port),
        });
        configuration["Publisher:Outbox"] = options.Outbox;
        var settings = PublisherSettings.Read(configuration, local: true);
        new OutboxFolder(settings.Outbox!).EnsureWritable();
        var clock = new AsOfClock(options.AsOf.Begins(settings.Zone), TimeProvider.System);
        var storage = await LocalStorage.InMemoryAsync(cancellationToken);
        try
        {
            var host = await LocalHost.StartAsync(configuration, settings, storage, clock, options.Port, LogLevel.Warning, cancellationToken, demo: true);
            return new Demo(storage, host, settings, options, sample);
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    /// <param name="step">Told of each step and its size; gives what to report progress to.</param>
    public async Task<DemoResult> RunAsync(Func<string, int, IProgress<int>> step, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var items = await Get<ImportItems>().RunAsync(await File.ReadAllBytesAsync(Path.Combine(sample, "content.json"), cancellationToken), cancellationToken);
        step("Items", items.Total).Report(items.Total);
        await Get<ImportSubscribers>().AddAsync(
            DemoSubscribers.Make(options.Subscribers, settings.Districts, Get<TimeProvider>().Now()), step("Subscribers", options.Subscribers), cancellationToken);

        var edition = await Get<PrepareEdition>().RunNowAsync(settings.Digest.Id, cancellationToken);
        var outbox = new OutboxFolder(Outbox);
        outbox.ForgetDemo();
        var others = outbox.Files(edition.Id);
        await host.Functions.RunTimerNowAsync("CollectContent", cancellationToken);
        EditionStatus? status = null;
        if (edition.State == EditionState.Scheduled)
        {
            await Get<DispatchEditions>().SendAsync(edition, cancellationToken);
            status = await WatchAsync(edition.Id, step("Mail", options.Subscribers), cancellationToken);
        }

        var posts = await WaitForPostsAsync(cancellationToken);
        step("Posts", posts.Count).Report(posts.Count);
        outbox.NoteDemo(edition.Id, outbox.Files(edition.Id).Except(others), posts.Where(post => post.State == PostState.Ready).Select(post => post.PostId));
        return new DemoResult(edition.Id, edition.Note, status?.Tally ?? default, status?.Trouble ?? "", posts, watch.Elapsed);
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => host.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await storage.DisposeAsync();
    }

    private T Get<T>()
        where T : notnull
        => host.Services.GetRequiredService<T>();

    /// <summary>Until all is sent; or until all was tried, where the relay does not take it: nobody waits half an hour for a demo's retries.</summary>
    private async Task<EditionStatus> WatchAsync(string id, IProgress<int> progress, CancellationToken cancellationToken)
    {
        var patience = new Patience();
        while (true)
        {
            var edition = (await Get<EditionList>().FindAsync(id, cancellationToken))!;
            var status = await EditionStatus.ReadAsync(edition, Get<Batches>(), cancellationToken);
            var away = (await Get<RelayPaces>().CurrentAsync(cancellationToken)).State == RelayState.Away;
            var over = edition.State == EditionState.Sent || ((status.IsTried || away) && status.Tally.Open > 0);
            progress.Report(over ? options.Subscribers : status.Tally.Seen);
            if (over) return status;
            patience.Look((status.BatchesDone, status.Tally));
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Post>> WaitForPostsAsync(CancellationToken cancellationToken)
    {
        var patience = new Patience();
        while (true)
        {
            var posts = new List<Post>();
            await foreach (var post in Get<Posts>().AllAsync(cancellationToken)) posts.Add(post);
            var open = posts.Count(post => post.IsOpen);
            if (open == 0) return posts;
            patience.Look(open);
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    /// <summary>Ends a wait for something that does not move any more: what failed for good lies in a poison queue, and says nothing.</summary>
    private sealed class Patience
    {
        /// <summary>Longer than a slow relay takes for a batch.</summary>
        private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

        private readonly Stopwatch still = Stopwatch.StartNew();
        private object? last;

        public void Look(object now)
        {
            if (!now.Equals(last)) still.Restart();
            last = now;
            if (still.Elapsed > Limit)
                throw new RefusedException("The demo does not get on.", [new Fault("demo", $"nothing has moved for {Limit.TotalMinutes:0} minutes; the lines above say why")]);
        }
    }
}
