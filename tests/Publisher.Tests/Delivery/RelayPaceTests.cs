using Publisher.Delivery;
using Publisher.Mail.Transport;

namespace Publisher.Tests.Delivery;

public sealed class RelayPaceTests
{
    private static readonly Instant Noon = Instant.FromUtc(2023, 5, 1, 12, 0);

    [Fact]
    public void Each_rest_of_a_relay_that_stays_away_is_twice_as_long_to_a_quarter_of_an_hour()
    {
        var (pace, now, rests) = (RelayPace.Good, Noon, new List<double>());
        for (var trouble = 0; trouble < 8; trouble++)
        {
            pace = pace.Troubled(away: true, "connection", now, now);
            rests.Add((pace.Until - now).TotalSeconds);
            now = pace.Until + Duration.FromSeconds(1);
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], rests);
        Assert.Equal(rests.Sum(), pace.Shift.TotalSeconds);
    }

    [Fact]
    public void What_many_instances_find_at_once_is_one_trouble()
    {
        var pace = RelayPace.Good.Troubled(away: true, "connection", Noon, Noon + Duration.FromSeconds(5));

        Assert.Equal(pace, pace.Troubled(away: true, "connection", Noon + Duration.FromSeconds(1), Noon + Duration.FromSeconds(6)));
        Assert.Equal(2, pace.Troubled(away: true, "connection", Noon + Duration.FromSeconds(40), Noon + Duration.FromSeconds(41)).Level);
    }

    [Fact]
    public void A_relay_that_was_away_is_tried_with_one_message_by_one_instance()
    {
        var pace = RelayPace.Good.Troubled(away: true, "connection", Noon, Noon);
        var due = pace.Until;

        Assert.True(pace.IsResting(due - Duration.FromSeconds(1)));
        Assert.False(pace.IsResting(due));
        Assert.Equal(1, pace.WindowSize(32));
        Assert.True(pace.Tried(due).IsResting(due + Duration.FromSeconds(59)));
        Assert.Equal((RelayState.Well, 32, pace.Shift), (pace.Eased(due).State, pace.Eased(due).WindowSize(32), pace.Eased(due).Shift));
    }

    [Fact]
    public void A_slow_relay_gets_smaller_windows_and_its_pace_back_step_by_step()
    {
        var pace = RelayPace.Good.Troubled(away: false, "421", Noon, Noon);
        pace = pace.Troubled(away: false, "421", pace.Until, pace.Until + Duration.FromSeconds(1));
        Assert.Equal((RelayState.Slow, 2, 8), (pace.State, pace.Level, pace.WindowSize(32)));

        Assert.Equal(pace, pace.Eased(pace.Noted + Duration.FromSeconds(29)));
        pace = pace.Eased(pace.Noted + Duration.FromSeconds(30));
        Assert.Equal((RelayState.Slow, 16), (pace.State, pace.WindowSize(32)));
        Assert.Equal(RelayState.Well, pace.Eased(pace.Noted + Duration.FromSeconds(30)).State);
    }

    [Fact]
    public void A_message_that_makes_the_relay_hang_up_is_not_a_relay_that_is_away()
    {
        var interrupted = new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Connection, IsInterrupted: true);
        var unreached = interrupted with { IsInterrupted = false };

        Assert.Equal(RelayState.Well, RelayVerdicts.Of([interrupted]).State);
        Assert.Equal(RelayState.Well, RelayVerdicts.Of([interrupted, interrupted, interrupted]).State);
        Assert.Equal(RelayState.Away, RelayVerdicts.Of([.. Enumerable.Repeat(interrupted, 4)]).State);
        Assert.Equal(RelayState.Away, RelayVerdicts.Of([unreached]).State);
        Assert.False(RelayVerdicts.Of([interrupted]).IsProof);
    }

    [Fact]
    public void One_mailbox_that_is_greylisted_says_nothing_of_the_relay()
    {
        var greylisted = new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Mailbox, 450, new EnhancedStatus(4, 2, 0));

        Assert.Equal(RelayState.Well, RelayVerdicts.Of([greylisted]).State);
        Assert.Equal(RelayState.Well, RelayVerdicts.Of([.. Enumerable.Repeat(RecordingMail.Accepted, 29), greylisted, greylisted, greylisted]).State);
        Assert.Equal(RelayState.Slow, RelayVerdicts.Of([.. Enumerable.Repeat(RecordingMail.Accepted, 8), greylisted, greylisted, greylisted, greylisted]).State);
    }

    [Fact]
    public void A_relay_that_hangs_up_on_us_is_slow_and_one_that_cannot_be_reached_is_away()
    {
        var closing = new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Server, 421, new EnhancedStatus(4, 7, 0));
        var unreachable = new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Connection);

        Assert.Equal(new RelayVerdict(RelayState.Slow, "server, reply 421 4.7.0", true), RelayVerdicts.Of([RecordingMail.Accepted, closing]));
        Assert.Equal(new RelayVerdict(RelayState.Away, "connection", false), RelayVerdicts.Of([unreachable]));
        Assert.Equal(RelayState.Well, RelayVerdicts.Of([RecordingMail.Deferred, RecordingMail.Rejected, null]).State);
    }

    [Fact]
    public void What_the_relay_answered_before_of_the_same_message_makes_it_slow_in_numbers_only_and_never_away()
    {
        var (again, away) = (new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Server, 451), new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Connection));
        var closing = new DeliveryOutcome(DeliveryStatus.Deferred, DeliveryReason.Connection, 421);

        Assert.Equal(RelayState.Away, RelayVerdicts.Of(Said(again, 4, isAgain: false)).State);
        Assert.Equal(RelayState.Slow, RelayVerdicts.Of(Said(again, 4, isAgain: true)).State);
        Assert.Equal(RelayState.Well, RelayVerdicts.Of(Said(again, 3, isAgain: true)).State);
        Assert.Equal(RelayState.Well, RelayVerdicts.Of(Said(closing, 1, isAgain: true)).State);
        // Who does not let us in, or gives no answer, is away, whatever it said before.
        Assert.Equal(RelayState.Away, RelayVerdicts.Of(Said(new(DeliveryStatus.Deferred, DeliveryReason.Authentication, 535), 1, isAgain: true)).State);
        Assert.Equal(RelayState.Away, RelayVerdicts.Of(Said(away, 1, isAgain: true)).State);
        Assert.Equal(new RelayVerdict(RelayState.Slow, "connection, reply 421", true), RelayVerdicts.Of([RecordingMail.Accepted, closing, again]));

        static (DeliveryOutcome?, bool)[] Said(DeliveryOutcome outcome, int count, bool isAgain) => [.. Enumerable.Repeat<(DeliveryOutcome?, bool)>((outcome, isAgain), count)];
    }
}
