using NodaTime;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>How often somebody wants mail: with calls and their deadlines, and with the rest.</summary>
public sealed record RhythmChoice(Rhythm Calls, Rhythm Rest)
{
    /// <summary>Earlier choices that are kept. An edition asks only for the time since others brought what it brings, a month mostly: who changes
    /// their mind more often than so in that time may get one thing twice.</summary>
    public const int MaxPast = 8;

    /// <summary>Of who did not say.</summary>
    public static RhythmChoice Usual { get; } = new(Rhythm.Weekly, Rhythm.Weekly);

    /// <summary>What it was before, the oldest first: who changes their mind between two editions is to get each thing once all the same.</summary>
    public IReadOnlyList<PastRhythm> Past { get; init; } = [];

    public Rhythm Of(ItemKind kind) => kind == ItemKind.Call ? Calls : Rest;

    /// <summary>What it was at an instant. Before the first that is known of, it was that one.</summary>
    public Rhythm At(ItemKind kind, Instant instant)
    {
        foreach (var past in Past)
            if (instant < past.Until) return kind == ItemKind.Call ? past.Calls : past.Rest;
        return Of(kind);
    }

    /// <summary>Another choice from now on; the same one changes nothing.</summary>
    public RhythmChoice ChangedTo(Rhythm calls, Rhythm rest, Instant now)
    {
        if (calls == Calls && rest == Rest) return this;
        // Clocks differ: of two instances, the later writer's may be behind.
        var until = Past.Count > 0 ? Instant.Max(now, Past[^1].Until) : now;
        return new RhythmChoice(calls, rest) { Past = [.. Past.Append(new PastRhythm(Calls, Rest, until)).TakeLast(MaxPast)] };
    }
}

/// <param name="Until">From then on it was another.</param>
public readonly record struct PastRhythm(Rhythm Calls, Rhythm Rest, Instant Until);
