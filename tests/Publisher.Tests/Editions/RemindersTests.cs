using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.Tests.Editions;

public sealed class RemindersTests
{
    private static readonly Call Call = Some.Call("a", "2023-05-31T15:00");

    [Theory]
    [InlineData("2023-05-16", false)]
    [InlineData("2023-05-17", true)]
    [InlineData("2023-05-24", true)]
    [InlineData("2023-05-28", true)]
    [InlineData("2023-05-30", true)]
    public void A_call_is_due_14_and_7_and_3_days_and_the_day_before_its_deadline(string day, bool due)
    {
        // All steps up to the day before had their edition.
        var past = ((string[])["2023-05-17", "2023-05-24", "2023-05-28", "2023-05-30"]).Where(earlier => string.CompareOrdinal(earlier, day) < 0).Select(Sent).ToArray();

        Assert.Equal(due, DueOn(day, past).Count == 1);
    }

    [Theory]
    [InlineData("2023-05-15T23:59", 0)]
    [InlineData("2023-05-16T08:00", 1)]
    public void Days_before_a_deadline_at_midnight_are_counted_to_the_day_that_ends_with_it(string local, int due) =>
        Assert.Equal(due, Reminders.Due([Stored(Some.Call("a", "2023-05-31T00:00"))], [], At(local), Some.Zone).Count);

    [Fact]
    public void Each_step_comes_once_over_all_days_however_often_it_is_looked_at()
    {
        var past = new List<Edition>();
        for (var day = new LocalDate(2023, 5, 1); day <= new LocalDate(2023, 6, 5); day = day.PlusDays(1))
            if (DueOn(Iso(day), [.. past]).Count > 0) past.Add(Sent(Iso(day)));

        Assert.Equal(["reminder-2023-05-17", "reminder-2023-05-24", "reminder-2023-05-28", "reminder-2023-05-30"], past.Select(edition => edition.Id));
    }

    [Theory]
    [InlineData("2023-05-25", true)]
    [InlineData("2023-05-27", true)]
    public void Of_missed_days_only_the_nearest_is_made_up(string day, bool due)
    {
        Assert.Equal(due, DueOn(day).Count == 1);
        Assert.Empty(DueOn(Iso(new LocalDate(2023, 5, 27)), Sent(day)));
    }

    [Theory]
    [InlineData("2023-05-31T14:59", 1)]
    [InlineData("2023-05-31T15:00", 0)]
    [InlineData("2023-06-01T08:00", 0)]
    public void Nobody_is_reminded_after_the_deadline(string local, int due) =>
        Assert.Equal(due, Reminders.Due([Stored(Call)], [], At(local), Some.Zone).Count);

    [Fact]
    public void A_step_that_was_past_when_the_call_was_published_is_none()
    {
        var late = Stored(Call) with { Published = At("2023-05-26T12:00") };

        Assert.Empty(Reminders.Due([late], [], At("2023-05-27T08:00"), Some.Zone));
        Assert.Single(Reminders.Due([late], [], At("2023-05-28T08:00"), Some.Zone));
    }

    [Fact]
    public void A_deadline_that_was_moved_on_is_counted_anew()
    {
        var moved = Stored(Some.Call("a", "2023-06-10")) with { Version = 2 };

        Assert.Empty(Reminders.Due([moved], [Sent("2023-05-24")], At("2023-05-25T08:00"), Some.Zone));
        Assert.Single(Reminders.Due([moved], [Sent("2023-05-24")], At("2023-05-27T08:00"), Some.Zone));
    }

    [Fact]
    public void An_event_is_due_the_day_before_and_not_once_it_has_begun()
    {
        var stored = Stored(Some.Event("e", "2023-05-09T17:00"));

        Assert.Empty(Reminders.Due([stored], [], At("2023-05-07T08:00"), Some.Zone));
        Assert.Equal("event/e@1:eventssoon", Assert.Single(Reminders.Due([stored], [], At("2023-05-08T08:00"), Some.Zone)).ToString());
        Assert.Single(Reminders.Due([stored], [], At("2023-05-09T08:00"), Some.Zone));
        Assert.Empty(Reminders.Due([stored], [], At("2023-05-09T17:00"), Some.Zone));
    }

    [Fact]
    public void What_staff_cancelled_does_not_come_back_the_next_day() =>
        Assert.Empty(DueOn("2023-05-25", Sent("2023-05-24") with { State = EditionState.Cancelled }));

    [Fact]
    public void Drafts_and_withdrawn_items_and_calls_with_results_are_never_due() => Assert.Empty(Reminders.Due(
        [Stored(Call with { Status = ItemStatus.Draft }), Stored(Call with { Status = ItemStatus.Withdrawn }), Stored(Call with { Results = new CallResults("Two won.", "https://example.org/r") }), Stored(Some.News("n"))],
        [],
        At("2023-05-24T08:00"),
        Some.Zone));

    private static IReadOnlyList<EditionItem> DueOn(string day, params Edition[] past) => Reminders.Due([Stored(Call)], past, At(day + "T08:00"), Some.Zone);

    private static StoredItem Stored(Item item) => new(item, 1, At("2023-04-01T08:00"), At("2023-04-01T08:00"));

    private static Edition Sent(string day) =>
        new($"reminder-{day}", Edition.Reminder, 0, EditionState.Sent, At(day + "T08:00"), [new EditionItem(Call.Ref, 1, Section.Closing)]);

    private static Instant At(string local) => Some.Moment(local).Begins(Some.Zone);

    private static string Iso(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
