using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class SwitchingRhythmsTests
{
    private static readonly Instant Start = Instant.FromUtc(2023, 4, 30, 10, 0);

    private static readonly RhythmOffer Offer = new(
        [Of(Rhythm.Weekly, "weekly monday 08:00"), Of(Rhythm.AtOnce, "at-once 07:00-21:00"), Of(Rhythm.Monthly, "monthly 1 08:00")]);

    [Fact]
    public void Whatever_is_published_and_however_often_readers_change_their_minds_each_thing_reaches_each_of_them_once() => Chance.Times(80, random =>
    {
        var world = new RhythmWorld(Start, Offer);
        for (var number = 0; number < 12; number++)
            world.Readers.Add(new WorldReader(Any(random), number % 3 == 0 ? Start + Duration.FromDays(random.Next(40)) : Start));
        var most = random.Of(1, 3, RhythmChoice.MaxPast);
        for (var step = 0; step < 240; step++)
        {
            world.Pass(Duration.FromMinutes(random.Next(1, 700)));
            if (random.Next(3) == 0) Publish(world, random, step);
            foreach (var reader in world.Readers.Where(reader => reader.Joined <= world.Now && reader.Choice.Past.Count < most && random.Next(25) == 0))
                reader.Choice = reader.Choice.ChangedTo(random.Of([.. Rhythms.All]), random.Of([.. Rhythms.All]), world.Now);
            if (random.Next(2) == 0) world.Send(Rhythm.AtOnce);
            if (step % 20 == 19) world.Send(Rhythm.Weekly);
            if (step % 80 == 79) world.Send(Rhythm.Monthly);
        }

        foreach (var rhythm in Rhythms.All.Concat(Rhythms.All)) world.Send(rhythm);
        foreach (var reader in world.Readers)
        {
            var twice = reader.Got.GroupBy(got => (got.Item, got.Aspect, got.State)).FirstOrDefault(group => group.Count() > 1);
            Assert.True(twice is null, $"{twice?.Key} came {twice?.Count()} times to {reader.Choice}");
            foreach (var stored in world.Items.Where(stored => world.Since[stored.Ref] > reader.Joined && !(stored.Item.Expires(Some.Zone) <= world.Now)))
                Assert.True(reader.Got.Exists(got => got.Item == stored.Ref && got.State == RhythmWorld.StateOf(stored.Item)), $"{stored.Ref} never came to {reader.Choice}");
        }
    });

    [Fact]
    public void Who_never_changed_anything_gets_the_editions_of_their_rhythm_and_no_other() => Chance.Times(30, random =>
    {
        var world = new RhythmWorld(Start, Offer);
        world.Readers.AddRange(from calls in Rhythms.All from rest in Rhythms.All select new WorldReader(new RhythmChoice(calls, rest), Start));
        for (var step = 0; step < 100; step++)
        {
            world.Pass(Duration.FromHours(random.Next(1, 12)));
            world.Publish(Some.News($"n{step}"));
            world.Publish(Some.Call($"c{step}"));
            world.Send(random.Of([.. Rhythms.All]));
        }

        foreach (var reader in world.Readers)
            Assert.All(reader.Got, got => Assert.Equal(reader.Choice.Of(got.Item.Kind), got.By));
    });

    [Fact]
    public void What_the_new_rhythm_brought_before_comes_with_the_next_edition_of_any_rhythm()
    {
        var world = new RhythmWorld(Start, Offer);
        var reader = new WorldReader(new RhythmChoice(Rhythm.Monthly, Rhythm.Monthly), Start);
        world.Readers.Add(reader);
        world.Publish(Some.News("a"));
        world.Send(Rhythm.AtOnce);
        reader.Choice = reader.Choice.ChangedTo(Rhythm.AtOnce, Rhythm.AtOnce, world.Now);
        world.Publish(Some.News("b"));
        world.Send(Rhythm.AtOnce);
        world.Send(Rhythm.Weekly);
        world.Send(Rhythm.Monthly);

        Assert.Equal([("b", Rhythm.AtOnce), ("a", Rhythm.Weekly)], reader.Got.Select(got => (got.Item.Id, got.By)));
    }

    [Fact]
    public void Who_changes_their_mind_and_changes_it_back_misses_and_repeats_nothing()
    {
        var world = new RhythmWorld(Start, Offer);
        var reader = new WorldReader(RhythmChoice.Usual, Start);
        world.Readers.Add(reader);
        world.Publish(Some.News("a"));
        world.Send(Rhythm.AtOnce);
        reader.Choice = reader.Choice.ChangedTo(Rhythm.AtOnce, Rhythm.AtOnce, world.Now);
        world.Pass(Duration.FromMinutes(5));
        reader.Choice = reader.Choice.ChangedTo(Rhythm.Weekly, Rhythm.Weekly, world.Now);
        world.Publish(Some.News("b"));
        world.Send(Rhythm.AtOnce);
        world.Send(Rhythm.Weekly);

        Assert.Equal(["a", "b"], reader.Got.Select(got => got.Item.Id).Order(StringComparer.Ordinal));
        Assert.All(reader.Got, got => Assert.Equal(Rhythm.Weekly, got.By));
    }

    [Fact]
    public void Who_chose_a_rhythm_that_was_turned_off_gets_the_main_editions()
    {
        var world = new RhythmWorld(Start, new RhythmOffer([Of(Rhythm.Weekly, "weekly monday 08:00"), Of(Rhythm.AtOnce, "never")]));
        var reader = new WorldReader(new RhythmChoice(Rhythm.AtOnce, Rhythm.Monthly), Start);
        world.Readers.Add(reader);
        world.Publish(Some.News("a"));
        world.Publish(Some.Call("b"));
        world.Send(Rhythm.Weekly);

        Assert.Equal(["a", "b"], reader.Got.Select(got => got.Item.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_the_latest_changes_are_remembered_and_never_in_a_wrong_order()
    {
        var choice = RhythmChoice.Usual;
        for (var number = 0; number < 20; number++)
            choice = choice.ChangedTo(number % 2 == 0 ? Rhythm.AtOnce : Rhythm.Weekly, Rhythm.Weekly, Start + Duration.FromHours(number == 10 ? 5 : number));

        Assert.Equal(RhythmChoice.MaxPast, choice.Past.Count);
        Assert.Equal(choice.Past.OrderBy(past => past.Until), choice.Past);
        Assert.Same(choice, choice.ChangedTo(choice.Calls, choice.Rest, Start + Duration.FromDays(9)));
    }

    private static void Publish(RhythmWorld world, Random random, int step)
    {
        var known = random.Next(3) == 0 && world.Items.Count > 0 ? random.Of([.. world.Items]) : null;
        switch (known?.Item)
        {
            case Call { Results: null } call when random.Next(4) == 0:
                world.Publish(call with { Results = new CallResults("Done.", "") });
                break;
            case Call { Results: null } call when random.Next(2) == 0:
                world.Publish(call with { Budget = step + 1 });
                break;
            case { } other:
                world.Publish(other with { Title = $"Mended {step}" });
                break;
            case null when random.Next(8) == 0:
                world.Publish(Some.News($"n{step}"));
                world.Announce(world.Items.Last());
                break;
            default:
                var closes = world.Now.InZone(Some.Zone).Date.PlusDays(random.Next(2, 90));
                world.Publish(random.Next(2) == 0 ? Some.News($"n{step}") : Some.Call($"c{step}", NodaTime.Text.LocalDatePattern.Iso.Format(closes)));
                break;
        }
    }

    private static RhythmChoice Any(Random random) => new(random.Of([.. Rhythms.All]), random.Of([.. Rhythms.All]));

    private static Digest Of(Rhythm rhythm, string cadence) => new(rhythm.Key(), Cadence.Parse(cadence)!, Rhythm: rhythm);
}
