using Publisher.Mail.Transport;

namespace Publisher.Delivery;

/// <summary>What a window's outcomes say of the relay, beyond its recipients.</summary>
/// <param name="State"><see cref="RelayState.Well"/> where nothing speaks against it.</param>
/// <param name="Reason">What it said; no address in it.</param>
/// <param name="IsProof">Whether it took or refused a message for good: only that ends a rest.</param>
public readonly record struct RelayVerdict(RelayState State, string Reason, bool IsProof);

/// <summary>Judges windows. Pure.</summary>
public static class RelayVerdicts
{
    /// <summary>So many refusals of the relay's own at least: one may be the fault of its message.</summary>
    private const int Few = 4;

    /// <summary>RFC 5321 §4.2.2: the service is not available, closing the channel. Relays say so to whom they have had enough of.</summary>
    private const int ClosingChannel = 421;

    public static RelayVerdict Of(IReadOnlyList<DeliveryOutcome?> outcomes) => Of([.. outcomes.Select(outcome => (outcome, false))]);

    /// <param name="outcomes">Each with whether the relay answered before that it did not want this very message yet. Said again, that is more likely about the
    /// recipient than about the relay: it never makes the relay one that is away, and only in numbers one that is slow. So windows get small enough that
    /// their batch goes on, and who is put off for ever has failed in the end.</param>
    public static RelayVerdict Of(IReadOnlyList<(DeliveryOutcome? Outcome, bool IsAgain)> outcomes)
    {
        var (all, unreachable, general, throttled, final) = (0, 0, 0, 0, 0);
        DeliveryOutcome? told = null, closing = null;
        foreach (var (outcome, isAgain) in outcomes)
        {
            if (outcome is null or { Reason: DeliveryReason.Cancelled }) continue;
            all++;
            if (outcome.Status is DeliveryStatus.Accepted or DeliveryStatus.Rejected) final++;
            if (outcome.Status != DeliveryStatus.Deferred) continue;
            if (IsThrottle(outcome)) throttled++;
            if (told is null || IsThrottle(outcome)) told = outcome;
            if (isAgain && outcome is { ReplyCode: > 0, Reason: not DeliveryReason.Authentication }) continue;
            if (outcome.ReplyCode == ClosingChannel) closing = outcome;
            if (outcome is { Reason: DeliveryReason.Connection, IsInterrupted: false } or { Reason: DeliveryReason.Authentication }) unreachable++;
            if (outcome.Reason is DeliveryReason.Connection or DeliveryReason.Authentication or DeliveryReason.Server) general++;
        }

        if (all > 0 && general == all && (unreachable == all || all >= Few)) return new RelayVerdict(RelayState.Away, Describe(told!), false);
        if (closing is not null || (throttled >= Few && throttled * 4 >= all)) return new RelayVerdict(RelayState.Slow, Describe(closing ?? told!), final > 0);
        return new RelayVerdict(RelayState.Well, "", final > 0);
    }

    /// <summary>For people: reason and codes, without the relay's own words, which may quote an address.</summary>
    public static string Describe(DeliveryOutcome outcome) =>
        (outcome.ReplyCode > 0 ? $"{outcome.Reason}, reply {outcome.ReplyCode} {outcome.Enhanced}".TrimEnd() : $"{outcome.Reason}").ToLowerInvariant();

    /// <summary>A refusal that is about our pace rather than about one mailbox: 450 and 451 say so when they come in numbers.</summary>
    private static bool IsThrottle(DeliveryOutcome outcome) =>
        outcome is { Status: DeliveryStatus.Deferred, ReplyCode: >= 400 and < 500 } and not { Reason: DeliveryReason.MailboxFull or DeliveryReason.Size or DeliveryReason.Content };
}
