namespace Publisher.App.Local;

/// <summary>
/// Runs one timer function at the occurrences of its schedule, never two runs at a time. What was missed meanwhile is made
/// up for by one run. What is known of earlier runs lives in memory only, unless the caller hands it on.
/// </summary>
public sealed class TimerDriver : IDisposable
{
    /// <summary>A timer of .NET waits for at most 49 days, and a clock may be set meanwhile: a long wait is made in pieces.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly string name;
    private readonly TimerTrigger trigger;
    private readonly FunctionInvoker invoker;
    private readonly Payload payload;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly SemaphoreSlim oneRun = new(1);
    private ScheduleStatus status;

    /// <param name="earlier">The status that an earlier driver left; null when there was none.</param>
    public TimerDriver(
        string functionName,
        TimerTrigger trigger,
        FunctionInvoker invoker,
        Payload payload,
        TimeProvider time,
        ILogger log,
        ScheduleStatus? earlier = null)
    {
        (name, this.trigger, this.invoker, this.payload, this.time, this.log) = (functionName, trigger, invoker, payload, time, log);
        status = earlier ?? ScheduleStatus.First(trigger.Schedule, time.GetUtcNow());
    }

    /// <summary>What is known of the runs so far.</summary>
    public ScheduleStatus Status => Volatile.Read(ref status);

    /// <summary>Waits and runs until stopped; a failed run is logged and not repeated.</summary>
    /// <param name="stop">Ends the waiting; a run in progress is finished first.</param>
    /// <param name="abandon">Breaks off a run in progress as well.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abandon)
    {
        try
        {
            var late = status.IsLateAtStart(time.GetUtcNow());
            if (late || trigger.RunOnStartup) await RunOnceAsync(scheduled: late, isPastDue: late, abandon);
            while (await NextAsync(stop))
                await RunOnceAsync(scheduled: true, status.HasMissed(trigger.Schedule, time.GetUtcNow()), abandon);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested || abandon.IsCancellationRequested)
        {
            // Stopped: there is nobody left to tell.
        }
    }

    /// <summary>Runs the function now, whatever its schedule, after a run in progress; the schedule goes on as if this had not been.</summary>
    public async Task<InvocationResult> RunNowAsync(CancellationToken cancellationToken)
    {
        await oneRun.WaitAsync(cancellationToken);
        try
        {
            return await InvokeAsync(isPastDue: false, cancellationToken);
        }
        finally
        {
            oneRun.Release();
        }
    }

    public void Dispose() => oneRun.Dispose();

    /// <summary>Waits for the next occurrence; false when the schedule has none left.</summary>
    private async Task<bool> NextAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        while (status.Next is { } next)
        {
            var now = time.GetUtcNow();
            if (status.IsDue(now)) return true;
            await Task.Delay(next - now < LongestWait ? next - now : LongestWait, time, stop);
        }

        log.LogWarning("{Function}: the schedule {Schedule} has no further occurrence.", name, trigger.Schedule.Expression);
        return false;
    }

    private async Task RunOnceAsync(bool scheduled, bool isPastDue, CancellationToken abandon)
    {
        await oneRun.WaitAsync(abandon);
        try
        {
            var begun = time.GetUtcNow();
            await InvokeAsync(isPastDue, abandon);
            Volatile.Write(ref status, status.After(trigger.Schedule, begun, scheduled));
        }
        finally
        {
            oneRun.Release();
        }
    }

    private async Task<InvocationResult> InvokeAsync(bool isPastDue, CancellationToken cancellationToken)
    {
        var result = await invoker.InvokeAsync(name, payload.ForTimer(name, trigger, status, isPastDue), cancellationToken);
        InvocationLog.Write(log, result);
        return result;
    }
}
