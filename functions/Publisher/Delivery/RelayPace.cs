using NodaTime;

namespace Publisher.Delivery;

/// <summary>How the relay has fared lately, as all instances know it.</summary>
public enum RelayState
{
    /// <summary>Everything goes.</summary>
    Well,

    /// <summary>It asked us to slow down.</summary>
    Slow,

    /// <summary>It takes nothing at all.</summary>
    Away,
}

/// <summary>
/// The relay's pace: one row for all instances. While the relay rests nobody sends, and no attempt is used up; after that one that was away is tried
/// with one message before all the others follow, and one that was slow gets smaller windows until it has taken some. Pure.
/// </summary>
/// <param name="Level">Troubles in a row, from 0.</param>
/// <param name="Until">Nothing is sent before this.</param>
/// <param name="Noted">When the last change was noted.</param>
/// <param name="Shift">How long the relay has rested altogether: by so much every timetable is late.</param>
/// <param name="Reason">What the relay said, or what broke; no address in it.</param>
public sealed record RelayPace(RelayState State, int Level, Instant Until, Instant Noted, Duration Shift, string Reason)
{
    /// <summary>The first rest of a relay that is away; each further one is twice as long.</summary>
    private static readonly Duration FirstAway = Duration.FromSeconds(30);

    /// <summary>RFC 5321 §4.5.4.1 advises half an hour between tries; one that comes back is to be noticed sooner.</summary>
    private static readonly Duration LongestAway = Duration.FromMinutes(15);

    private static readonly Duration FirstSlow = Duration.FromSeconds(10);

    private static readonly Duration LongestSlow = Duration.FromMinutes(5);

    /// <summary>Who tries a relay that was away has so long before another may.</summary>
    private static readonly Duration Trial = Duration.FromMinutes(1);

    /// <summary>A slow relay gets back one level at a time, not faster than this.</summary>
    private static readonly Duration Ease = Duration.FromSeconds(30);

    public static RelayPace Good { get; } = new(RelayState.Well, 0, Instant.MinValue, Instant.MinValue, Duration.Zero, "");

    /// <summary>True while nobody may send.</summary>
    public bool IsResting(Instant now) => State != RelayState.Well && now < Until;

    /// <summary>Messages of a window, of so many at the most.</summary>
    public int WindowSize(int most) => State switch
    {
        RelayState.Away => 1,
        RelayState.Slow => Math.Max(1, most >> Math.Min(Level, 8)),
        _ => most,
    };

    /// <summary>After the relay refused to go on.</summary>
    /// <param name="begun">When the window began that it refused: what came to light meanwhile is the same trouble.</param>
    public RelayPace Troubled(bool away, string reason, Instant begun, Instant now)
    {
        if (State != RelayState.Well && Noted > begun && (State == RelayState.Away || !away)) return this;
        var level = Level + 1;
        var rest = away ? Doubled(FirstAway, level, LongestAway) : Doubled(FirstSlow, level, LongestSlow);
        var until = now + rest;
        var shift = Shift + (until - Instant.Max(now, Instant.Min(Until, until)));
        return new RelayPace(away ? RelayState.Away : RelayState.Slow, level, until, now, shift, reason);
    }

    /// <summary>Takes it upon oneself to try a relay that was away; the others wait for what comes of it.</summary>
    public RelayPace Tried(Instant now) => this with { Until = now + Trial, Noted = now };

    /// <summary>After the relay took a whole window.</summary>
    public RelayPace Eased(Instant now) => State switch
    {
        RelayState.Away => Good with { Noted = now, Shift = Shift },
        RelayState.Slow when now - Noted < Ease => this,
        RelayState.Slow when Level > 1 => this with { Level = Level - 1, Noted = now },
        RelayState.Slow => Good with { Noted = now, Shift = Shift },
        _ => this,
    };

    private static Duration Doubled(Duration first, int level, Duration longest) => Duration.Min(longest, first * (1 << Math.Min(level - 1, 10)));
}
