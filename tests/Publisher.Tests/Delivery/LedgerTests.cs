using System.Text;
using Publisher.Delivery;
using Publisher.Mail.Transport;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class LedgerTests
{
    private static readonly SubscriberKey[] Keys = [.. Enumerable.Range(0, 6).Select(number => Some.Subscriber($"a{number}@example.org").Key)];

    [Fact]
    public void What_was_written_is_read_back()
    {
        var ledger = Read(Intent(0) + Intent(1) + Intent(2) + Intent(3) + Outcome(0, RecordingMail.Accepted) + Outcome(1, RecordingMail.Rejected) + Outcome(2, RecordingMail.Deferred));

        Assert.Equal([true, true, false, false, false], Enumerable.Range(0, 5).Select(at => ledger.IsSettled(Keys[at])));
        Assert.Equal(new Tally(1, 1, 1, 0, 0, 0, 0, Unknown: 1), ledger.Tally(final: false));
        Assert.Equal(new Tally(1, 1, 0, 2, 0, 0, 0), ledger.Tally(final: true));
    }

    [Fact]
    public void An_intent_without_an_outcome_is_sent_again_and_counted_once()
    {
        var ledger = Read(Intent(0) + Intent(0) + Intent(0) + Outcome(0, RecordingMail.Accepted) + Intent(1) + Outcome(1, RecordingMail.Deferred) + Intent(1) + Outcome(1, RecordingMail.Accepted));

        Assert.Equal(new Tally(2, 0, 0, 0, 1, 0, 0), ledger.Tally(final: false));
    }

    [Fact]
    public void What_was_meant_and_never_handed_over_stands_as_it_stood_before()
    {
        var never = new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Cancelled);
        var ledger = Read(Intent(0) + Outcome(0, never) + Intent(1) + Outcome(1, RecordingMail.Deferred) + Intent(1) + Outcome(1, never));

        Assert.Equal(new Tally(0, 0, 1, 0, 0, 0, 0), ledger.Tally(final: false));
        Assert.Equal((false, true), (ledger.IsOpen(Keys[0]), ledger.IsOpen(Keys[1])));
    }

    [Fact]
    public void Why_somebody_missed_it_is_read_back()
    {
        var refused = new DeliveryOutcome(DeliveryStatus.Rejected, DeliveryReason.Policy, 554, new EnhancedStatus(5, 7, 1));
        var ledger = Read(
            Intent(0) + Outcome(0, refused) + Intent(1) + Outcome(1, RecordingMail.Deferred) + Ledger.LeftOutLine(Keys[2], RecipientState.Suppressed)
            + Ledger.LeftOutLine(Keys[3], RecipientState.Late) + Intent(4) + Outcome(4, refused) + Ledger.ReopenLine(Keys[4]));

        Assert.Equal(
            [
                new LedgerEntry(RecipientState.Rejected, DeliveryReason.Policy, "554 5.7.1"),
                new LedgerEntry(RecipientState.Deferred, DeliveryReason.MailboxFull, "452"),
                new LedgerEntry(RecipientState.Suppressed),
                new LedgerEntry(RecipientState.Late),
                new LedgerEntry(RecipientState.Deferred, DeliveryReason.Policy, "554 5.7.1"),
            ],
            Keys.Take(5).Select(key => ledger.Entries[key]));
        Assert.False(ledger.IsSettled(Keys[4]));
    }

    [Fact]
    public void Outcomes_appended_twice_say_nothing_new()
    {
        var lines = Intent(0) + Intent(1) + Outcome(0, RecordingMail.Accepted) + Outcome(1, RecordingMail.Rejected);

        Assert.Equal(Read(lines).Tally(final: false), Read(lines + Outcome(0, RecordingMail.Accepted) + Outcome(1, RecordingMail.Rejected)).Tally(final: false));
    }

    [Fact]
    public void Lines_that_are_none_of_ours_name_nobody() => Chance.Times(1000, random =>
    {
        var lines = new List<string> { Intent(0), Outcome(0, RecordingMail.Accepted), Intent(1), Outcome(1, RecordingMail.Rejected), Intent(2) };
        var expected = Read(string.Concat(lines)).Tally(final: false);
        for (var garbage = random.Next(1, 5); garbage > 0; garbage--)
            lines.Insert(random.Next(lines.Count + 1), random.Of("\n", "i\n", "i 00\n", $"i {new string('G', 64)}\n", $"x {Keys[3]}\n", $"o {Keys[3]} z 250\n", $"o {Keys[3]}\n", $"x {Keys[3]} q\n", $"r {Keys[3]}\n", "\0\n", $"i  {Keys[3]}\n"));

        Assert.Equal(expected, Read(string.Concat(lines)).Tally(final: false));
    });

    [Fact]
    public void Any_bytes_are_a_ledger() => Chance.Times(2000, random =>
    {
        var content = Encoding.ASCII.GetBytes(Intent(0) + Outcome(0, RecordingMail.Accepted) + Intent(1));
        for (var edits = random.Next(10); edits > 0; edits--) content[random.Next(content.Length)] = (byte)random.Next(256);

        Assert.InRange(Ledger.Read([.. content, .. random.Bytes(100)]).Tally(final: true).Recipients, 0, 4);
    });

    private static string Intent(int at) => Ledger.IntentLine(Keys[at], 1);

    private static string Outcome(int at, DeliveryOutcome outcome) => Ledger.OutcomeLine(Keys[at], outcome);

    private static Ledger Read(string lines) => Ledger.Read(Encoding.ASCII.GetBytes(lines));
}
