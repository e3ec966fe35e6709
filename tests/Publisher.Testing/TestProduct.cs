using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Social;
using Publisher.Social.Preflight;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Testing;

/// <summary>
/// The whole product as it is composed for the cloud, on an emulated account of its own, with the sample's settings, a clock that stands
/// still, a relay that keeps everything and a network that does too.
/// </summary>
public sealed class TestProduct : IAsyncDisposable
{
    private static readonly Lazy<Templates> SharedTemplates = new(() => Templates.Load(Path.Combine(AppContext.BaseDirectory, "templates")));

    private static int instances;

    private readonly string connection;
    private readonly DeliveryRules rules;
    private readonly ServiceProvider services;

    private readonly SignUpRules signUp;

    private readonly PublisherSettings settings;

    private readonly Action<IServiceCollection>? more;

    private TestProduct(
        string connection, ManualTime clock, RecordingMail mail, FakeNetwork network, DeliveryRules rules, SignUpRules signUp, PublisherSettings settings, Action<IServiceCollection>? more)
    {
        (this.connection, Clock, Mail, Network, this.rules, this.signUp, this.settings, this.more) = (connection, clock, mail, network, rules, signUp, settings, more);
        services = Compose();
    }

    public static Templates Templates => SharedTemplates.Value;

    /// <summary>As the sample of Toruń has them.</summary>
    public static PublisherSettings Settings { get; } = PublisherSettings.Read(
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "settings.json"))
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Publisher:Secret"] = "for tests only, and long enough for a key" })
            .Build(),
        local: true);

    /// <summary>The same with one digest only: where a test is not about rhythms, a tick makes no edition but the main digest's.</summary>
    private static readonly PublisherSettings OneDigest = Settings with { Digests = [Settings.Digest], Reminders = null };

    /// <summary>Of its storage account.</summary>
    public string Connection => connection;

    public ManualTime Clock { get; }

    public RecordingMail Mail { get; }

    public FakeNetwork Network { get; }

    /// <param name="start">Of the clock; a Sunday by default, the day before the sample digest's.</param>
    /// <param name="digests">Instead of the main one alone.</param>
    /// <param name="reminders">From which hour; none where left out.</param>
    /// <param name="more">Adds to what the product is put together from, or replaces it.</param>
    public static async Task<TestProduct> StartAsync(
        string start = "2023-04-30T10:00:00Z", DeliveryRules? rules = null, SignUpRules? signUp = null, IReadOnlyList<Digest>? digests = null, LocalTime? reminders = null,
        Action<IServiceCollection>? more = null)
    {
        var clock = new ManualTime(InstantPattern.General.Parse(start).Value.ToDateTimeOffset());
        var product = new TestProduct(
            await AzuriteFixture.NewAccountAsync(), clock, new RecordingMail(), new FakeNetwork(), rules ?? DeliveryRules.Default, signUp ?? SignUpRules.Default,
            (digests is null ? OneDigest : Settings with { Digests = digests }) with { Reminders = reminders }, more);
        await product.Get<StorageSetup>().EnsureAsync();
        return product;
    }

    /// <summary>The same product in another process: it shares storage, clock, relay and network, and nothing else.</summary>
    public TestProduct AnotherInstance(IReadOnlyList<Digest>? digests = null) =>
        new(connection, Clock, Mail, Network, rules, signUp, digests is null ? settings : settings with { Digests = digests }, more);

    public T Get<T>()
        where T : notnull
        => services.GetRequiredService<T>();

    public Instant Now => Clock.Now();

    public void Pass(Duration time) => Clock.Advance(time.ToTimeSpan());

    /// <summary>Moves the clock on to an instant.</summary>
    public void PassTo(string instant) => Pass(InstantPattern.General.Parse(instant).Value - Now);

    public Task<Saved> PublishAsync(Item item) => Get<Items>().SaveAsync(item, CancellationToken.None);

    /// <summary>Confirmed subscribers who want everything, at addresses made from a number.</summary>
    public async Task<IReadOnlyList<Subscriber>> SubscribeAsync(int count, Interests? interests = null)
    {
        var people = Enumerable.Range(1, count).Select(number => Some.Subscriber($"reader{number}@example.org", interests)).ToList();
        await Get<ImportSubscribers>().AddAsync(people, null, CancellationToken.None);
        return people;
    }

    /// <summary>Does what the timer does.</summary>
    public Task<IReadOnlyList<string>> TickAsync() => Get<DispatchEditions>().RunAsync(CancellationToken.None);

    /// <summary>Makes the next edition now and starts sending it.</summary>
    public async Task<Edition> SendNowAsync()
    {
        var edition = await Get<PrepareEdition>().RunNowAsync(Settings.Digest.Id, CancellationToken.None);
        return edition.State == EditionState.Scheduled ? await Get<DispatchEditions>().SendAsync(edition, CancellationToken.None) : edition;
    }

    public async Task<Edition> FindEditionAsync(string id) => (await Get<EditionList>().FindAsync(id, CancellationToken.None))!;

    public Task<string> SendBatchAsync(string edition, int batch = 1) => Get<SendBatch>().RunAsync(new SendBatchWork(edition, batch), CancellationToken.None);

    /// <summary>Takes every visible message out of a queue.</summary>
    public async Task<IReadOnlyList<T>> TakeAsync<T>()
        where T : IWorkMessage<T>
    {
        var queue = Get<QueueServiceClient>().GetQueueClient(WorkQueues.QueueName(T.Name));
        var taken = new List<T>();
        while ((await queue.ReceiveMessagesAsync(32)).Value is { Length: > 0 } messages)
        {
            foreach (var message in messages)
            {
                taken.Add(WorkQueues.Decode<T>(message.Body.ToString()));
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
            }
        }

        return taken;
    }

    /// <summary>Does what lies in the queues until nothing is left, as the triggers would.</summary>
    public async Task DrainAsync()
    {
        bool found;
        do
        {
            found = false;
            foreach (var work in await TakeAsync<SendBatchWork>())
            {
                await Get<SendBatch>().RunAsync(work, CancellationToken.None);
                found = true;
            }

            foreach (var work in await TakeAsync<CloseEditionWork>())
            {
                await Get<CloseEdition>().RunAsync(work, CancellationToken.None);
                found = true;
            }

            foreach (var work in await TakeAsync<SendNoticeWork>())
            {
                await Get<SendNotice>().RunAsync(work, CancellationToken.None);
                found = true;
            }

            foreach (var work in await TakeAsync<PublishPostWork>())
            {
                await Get<PublishPost>().RunAsync(work, CancellationToken.None);
                found = true;
            }
        }
        while (found);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private ServiceProvider Compose()
    {
        var composed = new ServiceCollection().AddPublisher(settings, StorageAccount.Open(connection), new InstanceTime(Clock, Interlocked.Increment(ref instances)));
        // Of two registrations the later counts.
        composed.AddSingleton(Templates.Snapshot()).AddSingleton(rules).AddSingleton(signUp).AddSingleton<IMailTransports>(Mail).AddSingleton<IReadOnlyList<ISocialNetwork>>([Network]).AddSingleton(LinkCheck.Off);
        more?.Invoke(composed);
        return composed.BuildServiceProvider();
    }

    /// <summary>Two processes never read the same high-resolution timestamp, though the time of day is the same.</summary>
    private sealed class InstanceTime(ManualTime clock, int instance) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp() + instance;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}
