using Azure.Storage.Queues.Models;

namespace Publisher.App.Local;

/// <summary>
/// Looks into the queue of one function and runs it for each message, up to batchSize at a time, as the host does. It outlives
/// any error of storage and any fault of the handler; a message that keeps failing ends in <c>&lt;queue&gt;-poison</c>.
/// </summary>
public sealed class QueueDriver
{
    /// <summary>The first waits after an empty look and after an error of storage; each further one is twice as long.</summary>
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan FirstErrorWait = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LongestErrorWait = TimeSpan.FromSeconds(30);

    private readonly string name;
    private readonly string queueName;
    private readonly HostSettings settings;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly QueueEnds ends;
    private readonly QueueRun run;
    private readonly BackOff idle;
    private readonly BackOff trouble = new(FirstErrorWait, LongestErrorWait);

    public QueueDriver(
        string functionName,
        QueueTrigger trigger,
        string storageConnectionString,
        FunctionInvoker invoker,
        Payload payload,
        HostSettings settings,
        TimeProvider time,
        ILogger log)
    {
        (name, queueName, this.settings, this.time, this.log) = (functionName, trigger.QueueName, settings, time, log);
        ends = new QueueEnds(storageConnectionString, queueName, garbage => log.LogError(
            "{Function}: message {Message} is not base64, which the host requires, and was moved to {Queue}-poison.", name, garbage, queueName));
        run = new QueueRun(functionName, trigger, ends, invoker, payload, settings, time, log);
        idle = new BackOff(FirstWait, settings.MaxPollingInterval);
    }

    /// <summary>Polls and runs until stopped.</summary>
    /// <param name="stop">Ends the polling; messages in work are finished first.</param>
    /// <param name="abandon">Breaks off the runs in progress as well; their messages become visible again.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        var working = new HashSet<Task>();
        var exists = false;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (!exists) await ends.Queue.CreateIfNotExistsAsync(cancellationToken: stop);
                exists = true;
                var messages = await ReceiveAsync(settings.BatchSize - working.Count, stop);
                trouble.Reset();
                foreach (var message in messages) working.Add(SettleAsync(message, abandon));
                if (messages.Length > 0) idle.Reset();
                else await WaitAsync(idle.Next(), stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                // Whatever it was, the queue is asked again: a driver that ended would leave its messages lying without a word.
                exists = false;
                var wait = trouble.Next();
                log.LogWarning(
                    "{Function}: the queue {Queue} could not be read ({Error}); the next try is in {Seconds:0.0} s.",
                    name, queueName, OneLine.Of(error), wait.TotalSeconds);
                await WaitAsync(wait, stop);
            }

            await RoomAsync(working);
        }

        await Task.WhenAll(working);
    }

    private async Task<QueueMessage[]> ReceiveAsync(int room, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        // Not cancelled halfway: messages whose delivery is lost with the answer stay hidden for ten minutes.
        var answer = await ends.Queue.ReceiveMessagesAsync(room, QueueRun.Hidden, CancellationToken.None);
        return answer.Value;
    }

    /// <summary>Waits until no more than newBatchThreshold messages are in work, and at least one more may be.</summary>
    private async Task RoomAsync(HashSet<Task> working)
    {
        working.RemoveWhere(task => task.IsCompleted);
        while (working.Count > 0 && working.Count > Math.Min(settings.NewBatchThreshold, settings.BatchSize - 1))
            working.Remove(await Task.WhenAny(working));
    }

    private async Task SettleAsync(QueueMessage message, CancellationToken abandon)
    {
        try
        {
            await run.RunAsync(message, abandon);
        }
        catch (Exception error)
        {
            log.LogWarning(
                "{Function}: message {Message} could not be settled ({Error}); it will be delivered again.", name, message.MessageId, OneLine.Of(error));
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop) =>
        await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
