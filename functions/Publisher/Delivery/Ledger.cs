using System.Globalization;
using System.Text;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>
/// What a batch has done, recipient by recipient, as lines of text that are only ever appended: <c>i KEY</c> before a message goes
/// out, <c>o KEY STATUS CODE</c> with its outcome. An intent without an outcome is unknown: sent again, under the same Message-ID,
/// and counted. An outcome said twice says nothing new.
/// </summary>
public sealed class Ledger
{
    private readonly Dictionary<SubscriberKey, DeliveryStatus> latest = [];

    /// <summary>Recipients whose outcome was lost at least once.</summary>
    private readonly HashSet<SubscriberKey> repeated = [];

    /// <summary>Reads a ledger back. A line that is none of ours is passed over: it names nobody.</summary>
    public static Ledger Read(ReadOnlySpan<byte> content)
    {
        var ledger = new Ledger();
        foreach (var line in content.Split((byte)'\n')) ledger.Take(Encoding.ASCII.GetString(content[line]));
        return ledger;
    }

    /// <summary>True where nothing more may be sent: the outcome is known, and final.</summary>
    public bool IsSettled(SubscriberKey key) => latest.TryGetValue(key, out var status) && status is DeliveryStatus.Accepted or DeliveryStatus.Rejected;

    public void Intend(SubscriberKey key)
    {
        if (latest.TryGetValue(key, out var status) && status == DeliveryStatus.Unknown) repeated.Add(key);
        latest[key] = DeliveryStatus.Unknown;
    }

    /// <summary>After a whole pass: whoever is open and was not offered the mail again has left meanwhile, and is waited for no longer.</summary>
    public void ForgetOpenBut(IReadOnlySet<SubscriberKey> offered)
    {
        foreach (var gone in latest.Keys.Where(key => !IsSettled(key) && !offered.Contains(key)).ToList()) latest.Remove(gone);
    }

    public void Settle(SubscriberKey key, DeliveryStatus status) => latest[key] = status;

    /// <param name="final">With no attempts left, what is not settled has failed.</param>
    public Tally Tally(bool final)
    {
        int accepted = Count(DeliveryStatus.Accepted), open = Count(DeliveryStatus.Deferred) + Count(DeliveryStatus.Unknown);
        return new Tally(accepted, Count(DeliveryStatus.Rejected), final ? 0 : open, final ? open : 0, repeated.Count, 0, 0, 0);
    }

    public static string IntentLine(SubscriberKey key) => $"i {key}\n";

    public static string OutcomeLine(SubscriberKey key, DeliveryOutcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"o {key} {Letter(outcome.Status)} {outcome.ReplyCode} {outcome.Enhanced}\n");

    private int Count(DeliveryStatus status) => latest.Values.Count(each => each == status);

    private void Take(string line)
    {
        var words = line.Split(' ');
        if (words.Length < 2 || words[1].Length != 2 * SubscriberKey.Size || !words[1].All(char.IsAsciiHexDigitLower)) return;
        var key = SubscriberKey.FromRow(words[1][..2], words[1][2..]);
        if (words[0] == "i") Intend(key);
        else if (words is ["o", _, var letter, ..] && Status(letter) is { } status) Settle(key, status);
    }

    private static char Letter(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Accepted => 'a',
        DeliveryStatus.Deferred => 'd',
        DeliveryStatus.Rejected => 'r',
        _ => 'u',
    };

    private static DeliveryStatus? Status(string letter) => letter switch
    {
        "a" => DeliveryStatus.Accepted,
        "d" => DeliveryStatus.Deferred,
        "r" => DeliveryStatus.Rejected,
        "u" => DeliveryStatus.Unknown,
        _ => null,
    };
}
