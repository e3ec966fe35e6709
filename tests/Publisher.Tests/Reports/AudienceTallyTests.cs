using NodaTime.Text;
using Publisher.Content;
using Publisher.Reports;
using Publisher.Subscribers;

namespace Publisher.Tests.Reports;

public sealed class AudienceTallyTests
{
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 2, 6, 0);

    private static readonly SubscriberKey[] People = [.. Enumerable.Range(1, 5).Select(number => Some.Subscriber($"p{number}@example.org").Key)];

    [Fact]
    public void Who_is_confirmed_is_counted_by_what_they_chose_and_the_others_only_as_what_they_are()
    {
        var tally = new AudienceTally(Some.Zone);
        var chosen = Some.Subscriber("a@example.org", new Interests([ItemKind.Call], ["stawki", "rudak"], [])) with { Role = ReaderRole.Ngo, Rhythm = new RhythmChoice(Rhythm.AtOnce, Rhythm.Monthly) };
        tally.Add(chosen, Now);
        tally.Add(Some.Subscriber("b@example.org") with { PausedUntil = new LocalDate(2023, 6, 1), Language = "uk" }, Now);
        tally.Add(Some.Subscriber("c@example.org") with { Status = SubscriptionStatus.Unconfirmed }, Now);
        tally.Add(Some.Subscriber("d@example.org") with { Status = SubscriptionStatus.Unsubscribed }, Now);
        tally.Add(Some.Subscriber("e@example.org") with { Status = SubscriptionStatus.Unsubscribed, MovedTo = People[0] }, Now);

        var count = tally.Result(Now, new Dictionary<string, int> { ["bounced"] = 3 }, null);

        Assert.Equal((2, 1, 1, 1), (count.Confirmed, count.Unconfirmed, count.Unsubscribed, count.Paused));
        Assert.Equal((1, 1, 1), (count.Districts["stawki"], count.Districts["rudak"], count.Districts[""]));
        Assert.Equal((2, 1, 1, 0), (count.Kinds["call"], count.Kinds["event"], count.Kinds["news"], count.Kinds["deadlines"]));
        Assert.Equal((1, 1), (count.Roles["ngo"], count.Roles[""]));
        Assert.Equal((1, 1), (count.Languages["pl"], count.Languages["uk"]));
        Assert.Equal((1, 1), (count.Rhythms["at-once/monthly"], count.Rhythms["weekly"]));
        Assert.Equal(3, count.Suppressed["bounced"]);
    }

    [Fact]
    public void The_past_is_told_from_what_happened_to_each_and_ends_at_what_is_there()
    {
        var tally = Confirmed(new AudienceTally(Some.Zone), 2);
        Happen(tally, 0, ("2023-04-01T08:00:00Z", HistoryEvent.Imported));
        // Confirmed twice, they came once; and who left and came back is counted for each.
        Happen(tally, 1, ("2023-04-02T08:00:00Z", HistoryEvent.SignedUp), ("2023-04-02T09:00:00Z", HistoryEvent.Confirmed), ("2023-04-03T09:00:00Z", HistoryEvent.Confirmed),
            ("2023-04-20T09:00:00Z", HistoryEvent.Unsubscribed), ("2023-05-01T09:00:00Z", HistoryEvent.Returned));
        // Left before they had confirmed.
        Happen(tally, 2, ("2023-04-05T09:00:00Z", HistoryEvent.SignedUp), ("2023-04-06T09:00:00Z", HistoryEvent.Unsubscribed));
        // At 00:30 in Warsaw it is the next day.
        Happen(tally, 3, ("2023-04-09T22:30:00Z", HistoryEvent.Confirmed), ("2023-04-20T10:00:00Z", HistoryEvent.Unsubscribed));

        var days = tally.Result(Now, new Dictionary<string, int>(), null).Days;

        Assert.Equal(
            ["2023-04-01 0/1/0=1", "2023-04-02 1/0/0=2", "2023-04-10 1/0/0=3", "2023-04-20 0/0/2=1", "2023-05-01 1/0/0=2", "2023-05-02 0/0/0=2"],
            days.Select(day => $"{LocalDatePattern.Iso.Format(day.Day)} {day.Consented}/{day.Imported}/{day.Left}={day.Confirmed}"));
    }

    [Fact]
    public void A_day_that_was_counted_stays_as_it_was_though_somebody_of_it_is_erased_since()
    {
        var before = Confirmed(new AudienceTally(Some.Zone), 2);
        Happen(before, 0, ("2023-04-01T08:00:00Z", HistoryEvent.Confirmed));
        Happen(before, 1, ("2023-04-02T08:00:00Z", HistoryEvent.Confirmed));
        var first = before.Result(Instant.FromUtc(2023, 4, 10, 3, 0), new Dictionary<string, int>(), null);
        var after = Confirmed(new AudienceTally(Some.Zone), 1);
        Happen(after, 1, ("2023-04-02T08:00:00Z", HistoryEvent.Confirmed));

        var count = AudienceCount.FromJson(after.Result(Now, new Dictionary<string, int>(), AudienceCount.FromJson(first.ToJson())).ToJson())!;

        Assert.Equal(["01=1", "02=2", "02=1"], count.Days.Select(day => $"{day.Day.Day:00}={day.Confirmed}"));
        Assert.Equal(Now, count.At);
        Assert.Null(AudienceCount.FromJson("{}"u8));
        Assert.Null(AudienceCount.FromJson("no json"u8));
    }

    [Fact]
    public void A_series_has_no_gap_and_begins_when_there_was_something()
    {
        DayCount[] days = [new(new LocalDate(2023, 2, 28), 2, 0, 0, 2), new(new LocalDate(2023, 5, 1), 1, 3, 1, 5)];

        var months = AudienceSeries.Of(days, new LocalDate(2023, 5, 2), Span.Months);
        Assert.Equal(["2: 2/0=2", "3: 0/0=2", "4: 0/0=2", "5: 4/1=5"], months.Select(month => $"{month.Begins.Month}: {month.Joined}/{month.Left}={month.Confirmed}"));
        Assert.Equal(30, AudienceSeries.Of(days, new LocalDate(2023, 5, 2), Span.Days).Count);
        Assert.Equal([2, 5], AudienceSeries.Of(days, new LocalDate(2023, 5, 2), Span.Years).Select(quarter => quarter.Confirmed));
        Assert.Empty(AudienceSeries.Of([], new LocalDate(2023, 5, 2), Span.Days));
    }

    [Theory]
    [InlineData("0 5 6 100", false, "++++")]
    [InlineData("0 4 6 100", false, "+-++")]
    [InlineData("0 4 6 100", true, "+--+")]
    [InlineData("3 4 6 100", true, "--++")]
    [InlineData("4", true, "-")]
    [InlineData("", true, "")]
    public void A_number_that_may_point_at_somebody_is_not_said_nor_left_to_be_reckoned_out(string numbers, bool isWhole, string said) =>
        Assert.Equal(said, string.Concat(SmallNumbers.Said([.. numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)], isWhole).Select(each => each ? '+' : '-')));

    private static AudienceTally Confirmed(AudienceTally tally, int count)
    {
        for (var number = 1; number <= count; number++) tally.Add(Some.Subscriber($"p{number}@example.org"), Now);
        return tally;
    }

    private static void Happen(AudienceTally tally, int person, params (string At, HistoryEvent Event)[] entries)
    {
        foreach (var (at, happened) in entries) tally.Add(People[person], InstantPattern.General.Parse(at).Value, happened);
    }
}
