using System.Globalization;

namespace Publisher.Mail.Transport;

/// <summary>
/// Puts messages into a folder instead of sending them: <c>00001.eml</c>, <c>00002.eml</c> and so on, one after another in the order of
/// taking. A file appears whole or not at all, and none is ever overwritten, by several processes neither.
/// </summary>
/// <param name="folder">The folder; made if it is not there.</param>
public sealed class OutboxTransport(string folder) : IMailTransport
{
    private const string Extension = ".eml";

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly CancellationTokenSource closing = new();
    private int closes;
    private int last;

    /// <inheritdoc/>
    /// <exception cref="IOException">The folder cannot be written to; the message under way is reported deferred before.</exception>
    /// <exception cref="ObjectDisposedException">The outbox is closed, or was meanwhile; every message taken has been reported before.</exception>
    public async Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref closes) > 0, this);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        try
        {
            await one.WaitAsync(stop.Token);
            try
            {
                await PutAllAsync(source, stop.Token);
            }
            finally
            {
                one.Release();
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && closing.IsCancellationRequested)
        {
            throw new ObjectDisposedException("The outbox is closed.", e);
        }
    }

    /// <summary>Closes the outbox: the message under way is put and reported, no further one is taken.</summary>
    /// <returns>A task that ends when nothing is under way.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref closes) > 1) return;
        await closing.CancelAsync();
        await one.WaitAsync();
        // Neither semaphore nor source holds anything but memory; a delivery that comes late must still find them.
    }

    private async Task PutAllAsync(IMessageSource source, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        using var message = new OutgoingMessage();
        do
        {
            while (!cancellationToken.IsCancellationRequested && !closing.IsCancellationRequested && source.TryTake(message))
            {
                await PutAsync(source, message);
                message.Clear();
            }
            // The closing is asked itself: it reaches the token of the delivery a moment later.
            closing.Token.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (await source.WaitAsync(cancellationToken));
    }

    // Not cancelled half-way: a message taken is put, or reported.
    private async Task PutAsync(IMessageSource source, OutgoingMessage message)
    {
        string name;
        try
        {
            name = await WriteAsync(message.Content.Written);
        }
        catch
        {
            source.Report(message.Ticket, new(DeliveryStatus.Deferred, DeliveryReason.Server));
            throw;
        }
        source.Report(message.Ticket, new(DeliveryStatus.Accepted, DeliveryReason.None, Receipt: name));
    }

    private async Task<string> WriteAsync(ReadOnlyMemory<byte> content)
    {
        var (name, claim) = Claim();
        try
        {
            await using (claim)
            {
                await claim.WriteAsync(content);
                // On the disk before it has its name: a name that a crash leaves on an empty file would pass for a message.
                claim.Flush(flushToDisk: true);
            }
            File.Move(claim.Name, Path.Combine(folder, name));
            return name;
        }
        catch
        {
            Forget(claim.Name);
            throw;
        }
    }

    private static void Forget(string claim)
    {
        try
        {
            File.Delete(claim);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What kept the message from being written keeps its claim from being deleted; the write's own error is told.
        }
    }

    /// <summary>
    /// Claims the next free number by creating its hidden file, which only one can; the finished file is renamed. Who holds the claim is
    /// the only one to make the number's file, so that looking for it first is enough. A crash leaves a gap.
    /// </summary>
    private (string Name, FileStream Claim) Claim()
    {
        if (last == 0) last = Highest();
        while (true)
        {
            last++;
            var name = last.ToString("D5", CultureInfo.InvariantCulture) + Extension;
            var path = Path.Combine(folder, $".{name}.tmp");
            FileStream claim;
            try
            {
                claim = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (File.Exists(path) || File.Exists(Path.Combine(folder, name)))
            {
                continue;
            }
            if (!File.Exists(Path.Combine(folder, name))) return (name, claim);
            claim.Dispose();
            File.Delete(path);
        }
    }

    private int Highest() => Directory.EnumerateFiles(folder, "*" + Extension)
        .Select(f => int.TryParse(Path.GetFileNameWithoutExtension(f), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
        .DefaultIfEmpty().Max();
}
