using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.Tests.Editions;

public sealed class EditionTests
{
    private static readonly string[] Steps =
    [
        "Draft>Scheduled", "Draft>Skipped", "Draft>Cancelled", "Scheduled>Sending", "Scheduled>Draft", "Scheduled>Cancelled",
        "Sending>Paused", "Sending>Sent", "Sending>Cancelled", "Paused>Sending", "Paused>Cancelled", "Sent>Sending",
    ];

    [Fact]
    public void There_are_these_steps_and_no_others()
    {
        var allowed = from origin in Enum.GetValues<EditionState>() from next in Enum.GetValues<EditionState>() where Edition.Allows(origin, next) select $"{origin}>{next}";

        Assert.Equal(Steps.Order(StringComparer.Ordinal), allowed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_step_that_is_none_is_a_bug_and_names_the_edition()
    {
        var sent = new Edition("weekly-0001", "weekly", 1, EditionState.Sent, Instant.FromUtc(2023, 5, 1, 0, 0), []);

        Assert.Contains("weekly-0001 is Sent", Assert.Throws<InvalidOperationException>(() => sent.To(EditionState.Cancelled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_of_an_edition_is_written_and_read_alike()
    {
        var item = new EditionItem(new ItemRef(ItemKind.Event, "a-1"), 12, Section.EventsSoon);

        Assert.Equal(item, EditionItem.Parse(item.ToString()));
        Assert.Throws<FormatException>(() => EditionItem.Parse("event/a-1@12"));
    }
}
