using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Storage;

namespace Publisher.App.Trial;

/// <summary>What a worker of a trial does: one of the roles, in a process of its own that may be killed at any moment.</summary>
public enum TrialRole { Send, Plan, Close }

/// <param name="Port">Of the sink.</param>
/// <param name="Faults">Share of storage requests that fail, 0 to 1; with any, the clock jumps as well.</param>
/// <param name="Batches">In work at once.</param>
public sealed record TrialWorkerOptions(TrialRole Role, string Storage, int Port, int Seed, double Faults, int Batches);

/// <summary>
/// A worker: it does the same calls as the functions, for the queue or the timer of its role, with the waits of minutes cut to seconds. It says
/// <c>ready</c>, a line for each thing done and <c>broke</c> for what failed, and ends with its input.
/// </summary>
public static class TrialWorker
{
    /// <summary>How long a message is hidden that a worker has taken; who is killed keeps it so long.</summary>
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(16);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    /// <summary>As the product's, but that nothing is waited for longer than a trial lasts.</summary>
    public static DeliveryRules Rules { get; } = DeliveryRules.Default with
    {
        PassTime = Duration.FromSeconds(8),
        RetryFor = Duration.FromMinutes(30),
        FirstRetry = Duration.FromSeconds(1),
        Lease = Duration.FromSeconds(15),
        Lost = Duration.FromSeconds(30),
    };

    public static async Task<int> RunAsync(TrialWorkerOptions options, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Who starts a worker holds its input: no worker outlives its trial.
        new Thread(() =>
        {
            while (Console.In.ReadLine() is not null)
            {
            }

            ended.Cancel();
        }) { IsBackground = true, Name = "input" }.Start();
        try
        {
            await RunUntilAsync(options, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // As it should be.
        }

        return 0;
    }

    /// <summary>The product as a trial has it.</summary>
    public static ServiceProvider Compose(string storage, int port, FaultyStorage? faults, TimeProvider clock, Random chance)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(TrialSettings.Of(port)).Build();
        var services = new ServiceCollection().AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance).AddSingleton(chance)
            .AddPublisher(PublisherSettings.Read(configuration, local: true), StorageAccount.Open(storage, faults is null ? null : faults.Shape), clock);
        // Of two registrations the later counts.
        return services.AddSingleton(Rules).BuildServiceProvider();
    }

    private static async Task RunUntilAsync(TrialWorkerOptions options, CancellationToken cancellationToken)
    {
        var chance = new Random(options.Seed);
        var isFaulty = options.Faults > 0;
        await using var services = Compose(
            options.Storage, options.Port, isFaulty ? new FaultyStorage(new Random(options.Seed + 1), options.Faults) : null, isFaulty ? new JumpingClock(chance) : TimeProvider.System, chance);
        // Rendering is compiled on first use; a worker that says it is ready is.
        _ = services.GetRequiredService<SendBatch>();
        await Console.Out.WriteLineAsync("ready");
        await (options.Role switch
        {
            TrialRole.Send => QueueAsync<SendBatchWork>(services, options, (work, stop) => services.GetRequiredService<SendBatch>().RunAsync(work, stop), cancellationToken),
            TrialRole.Close => QueueAsync<CloseEditionWork>(services, options, (work, stop) => services.GetRequiredService<CloseEdition>().RunAsync(work, stop), cancellationToken),
            _ => TimerAsync(services, cancellationToken),
        });
    }

    private static async Task TimerAsync(ServiceProvider services, CancellationToken cancellationToken)
    {
        while (true)
        {
            await TryAsync(async () =>
            {
                foreach (var line in await services.GetRequiredService<DispatchEditions>().RunAsync(cancellationToken)) await Console.Out.WriteLineAsync(line);
            });
            await Task.Delay(Tick, cancellationToken);
        }
    }

    private static async Task QueueAsync<T>(IServiceProvider services, TrialWorkerOptions options, Func<T, CancellationToken, Task<string>> run, CancellationToken cancellationToken)
        where T : IWorkMessage<T>
    {
        var queue = services.GetRequiredService<QueueServiceClient>().GetQueueClient(WorkQueues.QueueName(T.Name));
        var working = new HashSet<Task>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            working.RemoveWhere(task => task.IsCompleted);
            var found = 0;
            if (working.Count < options.Batches)
            {
                await TryAsync(async () =>
                {
                    var messages = (await queue.ReceiveMessagesAsync(options.Batches - working.Count, Hidden, cancellationToken)).Value;
                    found = messages.Length;
                    foreach (var message in messages) working.Add(OneAsync(queue, message, run, cancellationToken));
                });
            }

            if (found == 0) await Task.WhenAny([Task.Delay(Look, cancellationToken), .. working.Count == options.Batches ? working : []]);
        }
    }

    private static Task OneAsync<T>(QueueClient queue, QueueMessage message, Func<T, CancellationToken, Task<string>> run, CancellationToken cancellationToken)
        where T : IWorkMessage<T>
        => TryAsync(async () =>
        {
            await Console.Out.WriteLineAsync(await run(WorkQueues.Decode<T>(message.Body.ToString()), cancellationToken));
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, CancellationToken.None);
        });

    /// <summary>What fails comes back by itself: a message when it is seen again, a tick with the next.</summary>
    private static async Task TryAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await Console.Out.WriteLineAsync($"broke {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }
}

/// <summary>The settings of a trial: nothing of the machine's own decides it.</summary>
internal static class TrialSettings
{
    public static Dictionary<string, string?> Of(int port) => new(StringComparer.Ordinal)
    {
        ["Publisher:Secret"] = "the trial's links open nothing but the trial",
        ["Publisher:Digest:Id"] = "trial",
        ["Publisher:Digest:Cadence"] = "never",
        ["Publisher:Mail:Transport"] = "smtp",
        ["Publisher:Mail:Host"] = "127.0.0.1",
        ["Publisher:Mail:Port"] = port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["Publisher:Mail:From"] = "Trial <trial@example.org>",
    };
}
