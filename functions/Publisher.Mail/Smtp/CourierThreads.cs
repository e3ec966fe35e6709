namespace Publisher.Mail.Smtp;

/// <summary>Threads that couriers block. They are kept for a while, because a delivery may be short and another follow at once.</summary>
internal sealed class CourierThreads : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly object gate = new();
    private readonly Queue<(Action Work, TaskCompletionSource Done)> jobs = new();
    private int idle;
    private bool closed;

    /// <summary>Runs work on a thread of its own.</summary>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends with it.</returns>
    public Task RunAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            jobs.Enqueue((work, done));
            if (jobs.Count <= idle)
            {
                Monitor.Pulse(gate);
                return done.Task;
            }
        }
        new Thread(Loop) { IsBackground = true, Name = "SMTP courier" }.Start();
        return done.Task;
    }

    /// <summary>Lets idle threads go; those at work go when it is done.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Loop()
    {
        while (TryNext(out var job))
        {
            try
            {
                job.Work();
                job.Done.SetResult();
            }
            catch (Exception e)
            {
                job.Done.SetException(e);
            }
        }
    }

    private bool TryNext(out (Action Work, TaskCompletionSource Done) job)
    {
        lock (gate)
        {
            while (!jobs.TryDequeue(out job))
            {
                if (closed) return false;
                idle++;
                var pulsed = Monitor.Wait(gate, Kept);
                idle--;
                if (!pulsed && jobs.Count == 0) return false;
            }
            return true;
        }
    }
}
