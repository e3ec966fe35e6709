using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Subscribers;

/// <summary>Which of the two mailboxes of a move.</summary>
public enum MoveSide { Old, New }

/// <summary>A change of address that waits until both mailboxes have said yes.</summary>
/// <param name="To">Where mail is to go. Nobody knows yet whose it is.</param>
/// <param name="Asked">When it was asked for.</param>
public sealed record AddressMove(Address To, Instant Asked, bool OldAgreed = false, bool NewAgreed = false)
{
    /// <summary>From then on it is only carried out.</summary>
    public bool IsAgreed => OldAgreed && NewAgreed;

    public bool Agreed(MoveSide side) => side == MoveSide.Old ? OldAgreed : NewAgreed;

    /// <summary>When the last of what was said about it was said: by who asked, or by the mailbox that agreed last.</summary>
    public Instant Said { get; init; } = Asked;

    public AddressMove With(MoveSide side, Instant now) => (side == MoveSide.Old ? this with { OldAgreed = true } : this with { NewAgreed = true }) with { Said = now };

    /// <summary>The day of <see cref="Asked"/>, in UTC, by which its notices are known.</summary>
    internal LocalDate Day => Asked.InUtc().Date;

    /// <summary>True from the end of the last day on which its links work.</summary>
    public bool IsOver(Instant now) => Period.DaysBetween(Asked.InUtc().Date, now.InUtc().Date) > LinkTokens.MoveDays;

    /// <summary>As one text, for a column.</summary>
    internal string ToText() => JsonSerializer.Serialize(new[] { To.Mailbox, Text(Asked), OldAgreed ? "yes" : "", NewAgreed ? "yes" : "", Text(Said) });

    /// <summary>Null for none.</summary>
    internal static AddressMove? FromText(string? text) =>
        text is { Length: > 0 } && JsonSerializer.Deserialize<string[]>(text) is [var to, var asked, var old, var @new, .. var said] && Address.Parse(to, out _) is { } address
            ? new AddressMove(address, Moment(asked), old.Length > 0, @new.Length > 0) { Said = Moment(said is [var last, ..] ? last : asked) }
            : null;

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);

    private static Instant Moment(string text) => InstantPattern.ExtendedIso.Parse(text).Value;
}
