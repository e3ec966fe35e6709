using Publisher.Content;
using Publisher.Delivery;
using Publisher.Subscribers;

namespace Publisher.Tests.Delivery;

public sealed class MadeUpReaderTests
{
    private static readonly Choices Known = new(["pl", "uk"], TestProduct.Settings.Districts, ["kultura", "sport, zdrowie", "środowisko"]);

    [Fact]
    public void Interests_are_read_as_people_type_them()
    {
        var reader = MadeUpReader.Read("Jan", "uk", "call, Event", "rubinkowo,Stare Miasto", "Srodowisko, kultura", Known);

        Assert.Equal((MadeUpReader.Address, "Jan", "uk"), (reader.Address, reader.Name, reader.Language));
        Assert.Equal([ItemKind.Call, ItemKind.Event], reader.Interests.Kinds);
        Assert.Equal(["rubinkowo", "stare-miasto"], reader.Interests.Districts);
        Assert.Equal(["środowisko", "kultura"], reader.Interests.Topics);
        Assert.Equal(["sport, zdrowie"], MadeUpReader.Read("", "", "", "", "sport, zdrowie", Known).Interests.Topics);
    }

    [Fact]
    public void Without_a_word_they_want_everything() =>
        Assert.All(((Item[])[Some.Call("a"), Some.Event("b", "2023-05-09") with { Districts = ["rudak"], Topics = ["sport"] }, Some.News("c")]), item => Assert.True(MadeUpReader.Read("", "", "", "", "", Known).Interests.Want(item)));

    [Fact]
    public void Each_word_that_is_none_of_ours_is_answered_with_what_may_have_been_meant()
    {
        var refused = Assert.Throws<RefusedException>(() => MadeUpReader.Read("a\nb", "de", "calls,zebra", "Rubinkwo", "kultra,xyz", Known));

        Assert.Equal(
            [
                "name: is not a name: at most 100 characters on one line",
                "language: „de” is not a language of this installation; they are pl, uk",
                "kinds: „calls” is not a kind of item; did you mean „call”?",
                "kinds: „zebra” is not a kind of item; it can be call, event or news",
                "districts: „Rubinkwo” is not a district; did you mean „Rubinkowo”?",
                "topics: „kultra” is not a topic of any item; did you mean „kultura”?",
                "topics: „xyz” is not a topic of any item; they are kultura, sport, zdrowie, środowisko",
            ],
            refused.Faults.Select(fault => fault.ToString()));
    }
}
