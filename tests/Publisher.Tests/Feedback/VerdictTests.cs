using NodaTime;
using Publisher.Feedback;
using Publisher.Subscribers;

namespace Publisher.Tests.Feedback;

public sealed class VerdictTests
{
    private static readonly Instant Day = Instant.FromUtc(2023, 5, 1, 8, 0);

    [Fact]
    public void Three_soft_bounces_within_30_days_are_as_good_as_a_hard_one()
    {
        Assert.Null(Verdict.Of([Soft(0), Soft(29)]));
        Assert.Null(Verdict.Of([Soft(0), Soft(15), Soft(31)]));
        Assert.Equal(Suppressions.BouncedOften, Verdict.Of([Soft(0), Soft(15), Soft(30)])!.Reason);
        Assert.Equal(Suppressions.BouncedOften, Verdict.Of([Soft(0), Soft(40), Soft(50), Soft(60)])!.Reason);
    }

    [Fact]
    public void A_complaint_weighs_more_than_a_bounce()
    {
        Assert.Equal(Suppressions.Complained, Verdict.Of([Entry(FeedbackKind.HardBounce, 0), Entry(FeedbackKind.Complaint, 3)])!.Reason);
        Assert.True(Verdict.Of([Entry(FeedbackKind.Complaint, 3)])!.Outweighs(Suppressions.Bounced));
        Assert.True(Verdict.Of([Entry(FeedbackKind.HardBounce, 3)])!.Outweighs(Suppressions.LeftElsewhere));
        Assert.False(Verdict.Of([Entry(FeedbackKind.HardBounce, 3)])!.Outweighs(Suppressions.Complained));
        Assert.False(Verdict.Of([Entry(FeedbackKind.HardBounce, 3)])!.Outweighs(Suppressions.Bounced));
    }

    [Fact]
    public void What_was_before_a_lifting_counts_no_more()
    {
        var lifted = Entry(FeedbackKind.Lifted, 5);

        Assert.Null(Verdict.Of([Entry(FeedbackKind.HardBounce, 1), Entry(FeedbackKind.Complaint, 5), lifted]));
        Assert.Null(Verdict.Of([Soft(3), Soft(4), lifted, Soft(6)]));
        Assert.Equal(Suppressions.Bounced, Verdict.Of([Entry(FeedbackKind.HardBounce, 1), lifted, Entry(FeedbackKind.HardBounce, 6)])!.Reason);
    }

    [Fact]
    public void The_order_in_which_reports_come_changes_nothing()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var entries = Enumerable.Range(0, random.Next(12)).Select(_ => Entry((FeedbackKind)random.Next(random.Next(1, 5)), random.Next(90))).ToArray();
            var mixed = entries.ToArray();
            random.Shuffle(mixed);
            Assert.Equal(Verdict.Of(entries)?.Reason, Verdict.Of(mixed)?.Reason);
        }
    }

    private static FeedbackEntry Soft(int day) => Entry(FeedbackKind.SoftBounce, day);

    private static FeedbackEntry Entry(FeedbackKind kind, int day) => new(kind, Day + Duration.FromDays(day), "test", "");
}
