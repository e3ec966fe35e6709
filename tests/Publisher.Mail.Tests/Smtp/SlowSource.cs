using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>So many messages, each of which can be had only when it is given.</summary>
internal sealed class SlowSource(int count) : IMessageSource, IAsyncDisposable
{
    private readonly SemaphoreSlim given = new(0);
    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int taken;

    public ListSource Messages { get; } = new(count);

    /// <summary>Called when somebody waits for a message that is not given yet, with how many were taken before.</summary>
    public Action<int>? OnWait { get; init; }

    public void Give(int messages) => given.Release(messages);

    /// <summary>Waits until what was given is reported and more is waited for.</summary>
    public async Task WaitingAsync()
    {
        await waiting.Task;
        while (Messages.Outcomes.Count < Volatile.Read(ref taken) || given.CurrentCount > 0) await Task.Delay(5);
    }

    public bool TryTake(OutgoingMessage message)
    {
        if (!given.Wait(0)) return false;
        Interlocked.Increment(ref taken);
        return Messages.TryTake(message);
    }

    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref taken) == count) return false;
        OnWait?.Invoke(taken);
        waiting.TrySetResult();
        while (given.CurrentCount == 0)
        {
            if (Volatile.Read(ref taken) == count) return false;
            await Task.Delay(5, cancellationToken);
        }
        return true;
    }

    public void Report(int ticket, DeliveryOutcome outcome) => Messages.Report(ticket, outcome);

    public ValueTask DisposeAsync()
    {
        given.Dispose();
        return ValueTask.CompletedTask;
    }
}
