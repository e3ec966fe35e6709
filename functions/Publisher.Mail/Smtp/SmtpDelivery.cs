using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>One delivery: as many couriers as there are messages and connections for, each with a connection of its own.</summary>
internal sealed class SmtpDelivery(SmtpTransport transport, IMessageSource source, CancellationToken cancellationToken)
{
    private readonly Lock gate = new();
    private readonly List<Task> couriers = [];
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, transport.Closing);
    private Exception? failure;
    private long patience = long.MaxValue;

    /// <summary>Cancelled with the delivery or its transport, and when its source has failed.</summary>
    public CancellationToken Cancelled => stop.Token;

    public bool IsStopping => stop.IsCancellationRequested;

    public long Patience => Volatile.Read(ref patience);

    public async Task RunAsync()
    {
        using var _ = stop;
        cancellationToken.ThrowIfCancellationRequested();
        var grace = (long)(transport.Settings.CancellationGrace.TotalSeconds * transport.Clock.TimestampFrequency);
        await using (stop.Token.Register(() => Volatile.Write(ref patience, transport.Clock.GetTimestamp() + grace)))
        {
            Recruit();
            for (var i = 0; TryCourier(i, out var courier); i++) await courier;
        }
        if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        cancellationToken.ThrowIfCancellationRequested();
        if (transport.Closing.IsCancellationRequested) throw new OperationCanceledException("The transport was disposed of.", transport.Closing);
    }

    /// <summary>Puts one more courier to work, unless there are enough; called by one that has found work and a place for a connection.</summary>
    public void Recruit()
    {
        lock (gate)
        {
            if (couriers.Count < transport.Settings.MaxConnections) couriers.Add(transport.Threads.RunAsync(SendCourier));
        }
    }

    public bool TryTake(OutgoingMessage message)
    {
        if (IsStopping) return false;
        message.Clear();
        try
        {
            if (!source.TryTake(message)) return false;
            if (message.Envelope.Recipient is null) throw new InvalidOperationException("The source gave a message without a recipient.");
            message.Traits = ContentScan.Of(message.Content.Written.Span);
            return true;
        }
        catch (Exception e)
        {
            Fail(e);
            return false;
        }
    }

    public bool Wait()
    {
        if (IsStopping) return false;
        try
        {
            var wait = source.WaitAsync(stop.Token);
            return wait.IsCompleted ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            if (!IsStopping) Fail(e);
            return false;
        }
    }

    /// <summary>Lets time pass, unless the delivery is cancelled.</summary>
    public void Sleep(TimeSpan time)
    {
        try
        {
            Task.Delay(time, transport.Clock, stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
        }
    }

    public void Report(int ticket, DeliveryOutcome outcome)
    {
        try
        {
            source.Report(ticket, outcome);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    // The first failure is the caller's to know; what comes after it mostly follows from it.
    private void Fail(Exception e)
    {
        Interlocked.CompareExchange(ref failure, e, null);
        try
        {
            stop.Cancel();
        }
        catch (AggregateException)
        {
            // Whoever wanted to hear of it threw in turn; all the others have heard of it.
        }
    }

    private void SendCourier()
    {
        using var courier = new SmtpCourier(transport, this);
        try
        {
            courier.Run();
        }
        catch (Exception e)
        {
            // First what it took is reported: whoever hears of the failure may throw in turn.
            courier.Abandon(e);
            Fail(e);
        }
    }

    private bool TryCourier(int index, out Task courier)
    {
        lock (gate)
        {
            courier = index < couriers.Count ? couriers[index] : Task.CompletedTask;
            return index < couriers.Count;
        }
    }
}
