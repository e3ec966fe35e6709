using Microsoft.Extensions.Logging;

namespace Publisher.Reports;

/// <summary>
/// Takes openings as they come and writes them one at a time, all that came meanwhile in one: a thousand at once cost a few writes, and none of those who opened
/// a link waits for it.
/// </summary>
public sealed class CountClicks(Clicks clicks, TimeProvider clock, ILogger<CountClicks>? log = null)
{
    /// <summary>What one who opened a link is kept for at the most: while a call is answered, no host stops the process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Counts that wait while storage is away; more is lost.</summary>
    private const int MostWaiting = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<ClickCount, int> waiting = [];
    private Task? writing;

    /// <summary>Never fails: what cannot be counted now is tried again with the next.</summary>
    /// <param name="by">Openings; below zero for what turned out to be none.</param>
    public async Task AddAsync(ClickCount count, int by)
    {
        Task write;
        lock (gate)
        {
            if (waiting.Count >= MostWaiting && !waiting.ContainsKey(count)) return;
            waiting[count] = waiting.GetValueOrDefault(count) + by;
            write = writing ??= Task.Run(WriteAsync);
        }

        try
        {
            await write.WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            // It goes on without them.
        }
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            KeyValuePair<ClickCount, int> next;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    writing = null;
                    return;
                }

                next = waiting.First();
                waiting.Remove(next.Key);
            }

            try
            {
                if (next.Value != 0) await clicks.AddAsync(next.Key, next.Value, CancellationToken.None);
            }
            catch (Exception fault) when (fault is not OutOfMemoryException)
            {
                log?.ClicksWait(fault);
                lock (gate)
                {
                    waiting[next.Key] = waiting.GetValueOrDefault(next.Key) + next.Value;
                    writing = null;
                }

                return;
            }
        }
    }
}

internal static partial class ClickLog
{
    [LoggerMessage(1101, LogLevel.Warning, "Openings of links could not be counted now; they are with the next")]
    public static partial void ClicksWait(this ILogger log, Exception fault);
}
