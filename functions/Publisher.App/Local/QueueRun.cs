using Azure.Storage.Queues.Models;

namespace Publisher.App.Local;

/// <summary>One message on its way through its function: hidden while it runs, then deleted, shown again or put aside.</summary>
internal sealed class QueueRun(
    string functionName,
    QueueTrigger trigger,
    QueueEnds ends,
    FunctionInvoker invoker,
    Payload payload,
    HostSettings settings,
    TimeProvider time,
    ILogger log)
{
    /// <summary>How long the host hides a message that it works on; what a killed instance held comes back after this.</summary>
    public static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    /// <summary>A run may be longer than that, so the message is hidden anew halfway.</summary>
    private static readonly TimeSpan HideAgain = Hidden / 2;

    /// <summary>Runs the function for a message and settles it. Storage errors are exceptions: the message then comes back by itself.</summary>
    /// <param name="abandon">Breaks off the run; the message is shown again for another one.</param>
    public async Task RunAsync(QueueMessage message, CancellationToken abandon)
    {
        if (message.DequeueCount > settings.MaxDequeueCount)
        {
            // Its last run was killed before it could be settled.
            await PoisonAsync(message, message.PopReceipt);
            return;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(abandon);
        var hiding = HideAsync(message, ended.Token);
        InvocationResult? result = null;
        string receipt;
        try
        {
            result = await invoker.InvokeAsync(functionName, payload.ForQueue(functionName, trigger, DeliveryOf(message)), abandon);
            InvocationLog.Write(log, result);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            log.LogWarning(
                "{Function}: the run for message {Message} was broken off; the message stays in {Queue}.", functionName, message.MessageId, trigger.QueueName);
        }
        finally
        {
            await ended.CancelAsync();
            receipt = await hiding;
        }

        // From here on nothing is broken off: half-settled is how a message would run twice.
        if (result?.Succeeded == true) await ends.Queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        else if (result is not null && message.DequeueCount >= settings.MaxDequeueCount) await PoisonAsync(message, receipt);
        else await ends.Queue.UpdateMessageAsync(message.MessageId, receipt, message.Body, settings.VisibilityTimeout, CancellationToken.None);
    }

    private static QueueDelivery DeliveryOf(QueueMessage message) => new(
        message.MessageId, message.Body.ToString(), message.DequeueCount, message.InsertedOn, message.ExpiresOn, message.NextVisibleOn, message.PopReceipt);

    private async Task PoisonAsync(QueueMessage message, string receipt)
    {
        await ends.PoisonAsync(message.MessageId, receipt, message.Body, CancellationToken.None);
        log.LogError(
            "{Function}: message {Message} failed {Count} times and was moved to {Queue}-poison.",
            functionName, message.MessageId, Math.Min(message.DequeueCount, settings.MaxDequeueCount), trigger.QueueName);
    }

    /// <summary>Keeps the message hidden until the run has ended; answers the receipt that is good then.</summary>
    private async Task<string> HideAsync(QueueMessage message, CancellationToken ended)
    {
        var receipt = message.PopReceipt;
        while (true)
        {
            await Task.Delay(HideAgain, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested) return receipt;
            try
            {
                // Not cancelled by the run's end: a lost answer would be a lost receipt.
                var renewed = await ends.Queue.UpdateMessageAsync(message.MessageId, receipt, message.Body, Hidden, CancellationToken.None);
                receipt = renewed.Value.PopReceipt;
            }
            catch (Exception error) when (error is Azure.RequestFailedException or AggregateException)
            {
                log.LogWarning(
                    "{Function}: message {Message} could not be kept hidden and may be delivered again ({Error}).",
                    functionName, message.MessageId, OneLine.Of(error));
            }
        }
    }
}
