using System.Globalization;
using System.Text;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Where one recipient stands.</summary>
public enum RecipientState { Accepted, Deferred, Rejected, Unknown, Suppressed, Late }

/// <summary>What the ledger says of one recipient last.</summary>
/// <param name="Code">The relay's reply, such as "452 4.2.2"; empty where it gave none.</param>
/// <param name="IsTried">A message to them was handed over once, and perhaps again.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct LedgerEntry(RecipientState State, DeliveryReason Reason = DeliveryReason.None, string Code = "", bool IsTried = true);

/// <summary>
/// What a batch has done, recipient by recipient, as lines of text that are only ever appended: <c>i KEY ITEMS</c> before a message goes
/// out, with the places of the items that it holds as bits of a hexadecimal number, <c>o KEY STATUS CODE ENHANCED REASON</c> with its outcome,
/// <c>x KEY WHY</c> for who was left out, <c>r KEY</c> for who is to be tried again whatever was said, <c>g KEY</c> for who was open and wants no mail
/// of it any more. An intent without an outcome is unknown: sent again, under the same Message-ID, and counted. An outcome said twice
/// says nothing new.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<SubscriberKey, LedgerEntry> latest = [];

    /// <summary>Recipients whose outcome was lost at least once.</summary>
    private readonly HashSet<SubscriberKey> repeated = [];

    /// <summary>Everyone it names, with what it says last.</summary>
    public IReadOnlyDictionary<SubscriberKey, LedgerEntry> Entries => latest;

    /// <summary>Whose message went out again because the outcome of an earlier one was lost.</summary>
    public IReadOnlySet<SubscriberKey> Repeated => repeated;

    /// <summary>Reads a ledger back. A line that is none of ours is passed over: it names nobody.</summary>
    public static Ledger Read(ReadOnlySpan<byte> content)
    {
        var ledger = new Ledger();
        foreach (var line in content.Split((byte)'\n')) ledger.Take(Encoding.ASCII.GetString(content[line]));
        return ledger;
    }

    /// <summary>True where nothing more may be sent: the outcome is known, and final.</summary>
    public bool IsSettled(SubscriberKey key) => latest.TryGetValue(key, out var entry) && entry.State is RecipientState.Accepted or RecipientState.Rejected;

    /// <summary>True where a message was to go out and has no final outcome yet.</summary>
    public bool IsOpen(SubscriberKey key) => latest.TryGetValue(key, out var entry) && IsOpen(entry);

    /// <summary>True where the relay's latest answer was that it does not want the message yet.</summary>
    public bool IsPutOff(SubscriberKey key) => latest.TryGetValue(key, out var entry) && entry is { State: RecipientState.Deferred, Code.Length: > 0 };

    public void Intend(SubscriberKey key)
    {
        var known = latest.TryGetValue(key, out var entry);
        if (known && entry.State == RecipientState.Unknown) repeated.Add(key);
        latest[key] = new LedgerEntry(RecipientState.Unknown, IsTried: known && IsOpen(entry));
    }

    /// <summary>After a whole pass: whoever is open and was not offered the mail again has left meanwhile.</summary>
    public IReadOnlyList<SubscriberKey> OpenBut(IReadOnlySet<SubscriberKey> offered) =>
        [.. latest.Where(each => IsOpen(each.Value) && !offered.Contains(each.Key)).Select(each => each.Key)];

    /// <summary>Somebody who was open is waited for no longer.</summary>
    public void Forget(SubscriberKey key) => latest.Remove(key);

    public void Settle(SubscriberKey key, DeliveryOutcome outcome)
    {
        if (outcome.Reason == DeliveryReason.Cancelled) Withdraw(key);
        else latest[key] = new LedgerEntry(StateOf(outcome.Status), outcome.Reason, CodeOf(outcome));
    }

    public void LeaveOut(SubscriberKey key, RecipientState why) => latest[key] = new LedgerEntry(why);

    /// <summary>Someone refused for good is to be tried once more, because staff have mended why.</summary>
    public void Reopen(SubscriberKey key)
    {
        if (latest.TryGetValue(key, out var entry)) latest[key] = entry with { State = RecipientState.Deferred };
    }

    /// <param name="final">With no time left, what is not settled has failed.</param>
    public Tally Tally(bool final)
    {
        int deferred = Count(RecipientState.Deferred), unknown = Count(RecipientState.Unknown);
        return new Tally(
            Count(RecipientState.Accepted), Count(RecipientState.Rejected), final ? 0 : deferred, final ? deferred + unknown : 0, repeated.Count, 0, 0, 0, final ? 0 : unknown);
    }

    /// <param name="items">Bit n is set where the message holds the edition's item at place n.</param>
    public static string IntentLine(SubscriberKey key, UInt128 items) => string.Create(CultureInfo.InvariantCulture, $"i {key} {items:x}\n");

    public static string OutcomeLine(SubscriberKey key, DeliveryOutcome outcome)
    {
        var letter = outcome.Reason == DeliveryReason.Cancelled ? 'n' : Letter(outcome.Status);
        if (outcome.Status == DeliveryStatus.Accepted) return string.Create(CultureInfo.InvariantCulture, $"o {key} {letter} {outcome.ReplyCode}\n");
        var enhanced = outcome.Enhanced?.ToString() ?? "-";
        return string.Create(CultureInfo.InvariantCulture, $"o {key} {letter} {outcome.ReplyCode} {enhanced} {outcome.Reason}\n");
    }

    /// <param name="why"><see cref="RecipientState.Suppressed"/> or <see cref="RecipientState.Late"/>.</param>
    public static string LeftOutLine(SubscriberKey key, RecipientState why) => $"x {key} {(why == RecipientState.Late ? 'l' : 's')}\n";

    public static string GoneLine(SubscriberKey key) => $"g {key}\n";

    public static string ReopenLine(SubscriberKey key) => $"r {key}\n";

    /// <summary>Whom a line is of; null where it is none of ours.</summary>
    internal static SubscriberKey? KeyIn(string[] words) =>
        words.Length >= 2 && words[1].Length == 2 * SubscriberKey.Size && words[1].All(char.IsAsciiHexDigitLower) ? SubscriberKey.FromRow(words[1][..2], words[1][2..]) : null;

    /// <summary>The message was not handed over: who was tried before is still open, anyone else as if never meant.</summary>
    private void Withdraw(SubscriberKey key)
    {
        if (latest.TryGetValue(key, out var entry) && entry.IsTried) latest[key] = new LedgerEntry(RecipientState.Deferred, DeliveryReason.Cancelled);
        else latest.Remove(key);
    }

    private int Count(RecipientState state)
    {
        var count = 0;
        foreach (var entry in latest.Values)
            if (entry.State == state) count++;
        return count;
    }

    private static bool IsOpen(LedgerEntry entry) => entry.State is RecipientState.Deferred or RecipientState.Unknown;

    private void Take(string line)
    {
        var words = line.Split(' ');
        if (KeyIn(words) is not { } key) return;
        switch (words)
        {
            case ["i", _, _]:
                Intend(key);
                break;
            case ["r", _]:
                Reopen(key);
                break;
            case ["g", _]:
                Forget(key);
                break;
            case ["x", _, "s" or "l"]:
                LeaveOut(key, words[2] == "l" ? RecipientState.Late : RecipientState.Suppressed);
                break;
            case ["o", _, "n", ..]:
                Withdraw(key);
                break;
            case ["o", _, var letter, .. var rest] when State(letter) is { } state:
                latest[key] = new LedgerEntry(state, ReasonIn(rest), CodeIn(rest));
                break;
        }
    }

    private static string CodeOf(DeliveryOutcome outcome) =>
        outcome.ReplyCode == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{outcome.ReplyCode} {outcome.Enhanced}").TrimEnd();

    private static string CodeIn(string[] rest) => rest is [var code, ..] && code != "0"
        ? rest is [_, var enhanced, ..] && enhanced is not ("-" or "") ? $"{code} {enhanced}" : code
        : "";

    private static DeliveryReason ReasonIn(string[] rest) =>
        rest is [_, _, var name, ..] && Enum.TryParse<DeliveryReason>(name, out var reason) && Enum.IsDefined(reason) ? reason : DeliveryReason.None;

    private static RecipientState StateOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Accepted => RecipientState.Accepted,
        DeliveryStatus.Deferred => RecipientState.Deferred,
        DeliveryStatus.Rejected => RecipientState.Rejected,
        _ => RecipientState.Unknown,
    };

    private static char Letter(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Accepted => 'a',
        DeliveryStatus.Deferred => 'd',
        DeliveryStatus.Rejected => 'r',
        _ => 'u',
    };

    private static RecipientState? State(string letter) => letter switch
    {
        "a" => RecipientState.Accepted,
        "d" => RecipientState.Deferred,
        "r" => RecipientState.Rejected,
        "u" => RecipientState.Unknown,
        _ => null,
    };
}
