namespace Publisher.Mail.Smtp;

/// <summary>Lets so many in at once; who comes when it is full waits in a row and is let in in that order. Safe for several threads at once.</summary>
/// <param name="places">How many.</param>
internal sealed class Turnstile(int places)
{
    private readonly Lock gate = new();
    private readonly LinkedList<TaskCompletionSource<bool>> row = new();
    private int free = places;
    private volatile int waiting;

    /// <summary>Whether somebody waits.</summary>
    public bool IsWanted => waiting > 0;

    /// <summary>How many wait.</summary>
    internal int Waiting => waiting;

    /// <summary>Blocks until there is a place, and takes it.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>False where it was cancelled before there was one.</returns>
    public bool TryEnter(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return false;
        var turn = new TaskCompletionSource<bool>();
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return true;
            }
            row.AddLast(turn);
            waiting = row.Count;
        }
        using (cancellationToken.Register(() => turn.TrySetResult(false)))
        {
            if (turn.Task.GetAwaiter().GetResult()) return true;
        }
        lock (gate)
        {
            row.Remove(turn);
            waiting = row.Count;
        }
        return false;
    }

    /// <summary>Gives the place to the first in the row: whoever leaves and comes again does not overtake those who wait.</summary>
    public void Leave()
    {
        lock (gate)
        {
            while (row.First is { } first)
            {
                row.RemoveFirst();
                waiting = row.Count;
                if (first.Value.TrySetResult(true)) return;
            }
            free++;
        }
    }
}
