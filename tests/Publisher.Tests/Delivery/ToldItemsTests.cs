using System.Text;
using Publisher.Delivery;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class ToldItemsTests
{
    private static readonly SubscriberKey[] Keys = [.. Enumerable.Range(0, 6).Select(number => Some.Subscriber($"a{number}@example.org").Key)];

    [Fact]
    public void Told_is_whose_accepted_message_held_the_item() =>
        Assert.Equal([Keys[0]], Told(1 << 2, Intent(0, 0b101) + Intent(1, 0b011) + Outcome(0, RecordingMail.Accepted) + Outcome(1, RecordingMail.Accepted)));

    [Fact]
    public void Who_may_have_got_it_was_told_and_who_was_refused_was_not() =>
        Assert.Equal(
            [Keys[0], Keys[3]],
            Told(1, Intent(0, 1) + Intent(1, 1) + Intent(2, 1) + Intent(3, 1)
                + Outcome(0, new DeliveryOutcome(DeliveryStatus.Unknown, DeliveryReason.Connection)) + Outcome(1, RecordingMail.Rejected) + Outcome(2, RecordingMail.Deferred)));

    [Fact]
    public void A_later_message_without_it_does_not_untell_an_accepted_one() =>
        Assert.Equal([Keys[0]], Told(1, Intent(0, 1) + Outcome(0, RecordingMail.Accepted) + Ledger.ReopenLine(Keys[0]) + Intent(0, 2) + Outcome(0, RecordingMail.Accepted)));

    [Fact]
    public void The_last_try_says_what_the_message_held() =>
        Assert.Empty(Told(1, Intent(0, 1) + Outcome(0, RecordingMail.Deferred) + Intent(0, 2) + Outcome(0, RecordingMail.Accepted)));

    [Fact]
    public void As_many_items_as_an_edition_holds_have_their_places() => Chance.Times(500, random =>
    {
        var held = Enumerable.Range(0, Publisher.Editions.SelectItems.MaxItems).Where(_ => random.Next(3) == 0).ToHashSet();
        var items = held.Aggregate(UInt128.Zero, (bits, at) => bits | (UInt128.One << at));
        var asked = random.Next(Publisher.Editions.SelectItems.MaxItems);

        Assert.Equal(held.Contains(asked), Told(UInt128.One << asked, Intent(0, items) + Outcome(0, RecordingMail.Accepted)).Any());
    });

    [Fact]
    public void Any_bytes_can_be_asked() => Chance.Times(1000, random =>
    {
        var content = Encoding.ASCII.GetBytes(Intent(0, 1) + Outcome(0, RecordingMail.Accepted) + Intent(1, 1));
        for (var edits = random.Next(10); edits > 0; edits--) content[random.Next(content.Length)] = (byte)random.Next(256);

        Assert.InRange(ToldItems.Read([.. content, .. random.Bytes(100)], 1).Count, 0, 4);
    });

    private static string Intent(int at, UInt128 items) => Ledger.IntentLine(Keys[at], items);

    private static string Outcome(int at, DeliveryOutcome outcome) => Ledger.OutcomeLine(Keys[at], outcome);

    private static IEnumerable<SubscriberKey> Told(UInt128 places, string lines) =>
        ToldItems.Read(Encoding.ASCII.GetBytes(lines), places).OrderBy(key => Array.IndexOf(Keys, key));
}
