using Microsoft.Extensions.Configuration;

namespace Publisher.App.Local;

/// <summary>
/// Stands in for the Functions host: reads the script root's function.json files and calls the handler's timer and queue
/// endpoints with the payloads that the host would send. Calls of HTTP functions reach the handler by themselves.
/// </summary>
/// <param name="scriptRoot">The folder with host.json and a folder per function; beside the executable once it is built.</param>
/// <param name="configuration">Where <c>%Setting%</c> is looked up.</param>
/// <param name="handlerUri">Where the handler listens; endpoints compare the Host, so <c>http://127.0.0.1:PORT/</c>.</param>
/// <param name="storageConnectionString">The account whose queues are read.</param>
/// <param name="time">The clock of schedules, waits and payloads; one that was set to another day serves as well.</param>
/// <param name="chance">The source of the payloads' random ids.</param>
/// <param name="log">Gets a line for each thing that a run says, and for each failure.</param>
public sealed class LocalFunctions(
    string scriptRoot,
    IConfiguration configuration,
    Uri handlerUri,
    string storageConnectionString,
    TimeProvider time,
    Random chance,
    ILogger log) : IAsyncDisposable
{
    /// <summary>Looks into a local queue cost nothing, so nobody at a terminal need wait for host.json's maxPollingInterval.</summary>
    private static readonly TimeSpan LongestPollingInterval = TimeSpan.FromSeconds(1);

    /// <summary>What runs at the stop may take this long to finish; the host itself promises nothing at all.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource abandon = new();
    private readonly Dictionary<string, TimerDriver> timers = new(StringComparer.OrdinalIgnoreCase);
    private FunctionInvoker? invoker;
    private Task running = Task.CompletedTask;
    private bool disposed;

    /// <summary>The functions found by <see cref="StartAsync"/>, in the order of their names.</summary>
    public IReadOnlyList<FunctionManifest> Functions { get; private set; } = [];

    /// <summary>Reads the script root, waits until the handler answers, and starts the timers and queues.</summary>
    /// <exception cref="FunctionManifestException">The host would refuse the script root; every fault is named.</exception>
    /// <exception cref="TimeoutException">The handler did not answer within 30 seconds.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (invoker is not null) throw new InvalidOperationException("Local functions are started once.");
        var settings = HostSettings.Load(scriptRoot);
        Functions = FunctionManifest.LoadAll(scriptRoot, configuration);
        if (settings.MaxPollingInterval > LongestPollingInterval) settings = settings with { MaxPollingInterval = LongestPollingInterval };
        invoker = new FunctionInvoker(handlerUri, settings.FunctionTimeout, time);
        await invoker.WaitUntilReadyAsync(cancellationToken);

        var payload = new Payload(time, chance);
        var loops = new List<Task>();
        foreach (var (name, trigger) in Functions)
        {
            if (trigger is TimerTrigger timer)
            {
                var driver = timers[name] = new TimerDriver(name, timer, invoker, payload, time, log);
                loops.Add(Task.Run(() => driver.RunAsync(stop.Token, abandon.Token), CancellationToken.None));
                log.LogInformation(
                    "{Function} runs at {Schedule} (UTC), next at {Next:yyyy-MM-dd HH:mm:ss}.", name, timer.Schedule.Expression, driver.Status.Next);
            }
            else if (trigger is QueueTrigger queue)
            {
                var driver = new QueueDriver(name, queue, storageConnectionString, invoker, payload, settings, time, log);
                loops.Add(Task.Run(() => driver.RunAsync(stop.Token, abandon.Token), CancellationToken.None));
                log.LogInformation("{Function} listens to the queue {Queue}.", name, queue.QueueName);
            }
        }

        running = Task.WhenAll(loops);
    }

    /// <summary>Runs a timer function now, whatever its schedule; a run of it in progress is waited for.</summary>
    /// <exception cref="ArgumentException">There is no timer function of that name.</exception>
    public Task<InvocationResult> RunTimerNowAsync(string functionName, CancellationToken cancellationToken = default)
    {
        if (!timers.TryGetValue(functionName, out var timer))
        {
            var names = string.Join(", ", timers.Keys.Order(StringComparer.Ordinal));
            throw new ArgumentException($"There is no timer function {functionName}; there are: {names}.", nameof(functionName));
        }

        return timer.RunNowAsync(cancellationToken);
    }

    /// <summary>Takes up nothing new, lets what runs finish for ten seconds, then breaks it off; messages broken off stay in their queues.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await stop.CancelAsync();
        abandon.CancelAfter(StopLimit);
        await running;
        foreach (var timer in timers.Values) timer.Dispose();
        invoker?.Dispose();
        stop.Dispose();
        abandon.Dispose();
    }
}
