using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Which edition brings a thing to a reader, when the editions of several rhythms all bring it. Pure.</summary>
/// <remarks>
/// Mostly that of the reader's rhythm. A reader who changes it may have had the thing before from the old one, and must not get it again; or the
/// new one may have brought it before they came, and then the next edition of any rhythm brings it to them, for their own never will. That is
/// played through in the order in which the editions went out, with the rhythm that the reader had at each; so each thing comes once, whatever
/// they change and however often, as long as their changes are remembered.
/// </remarks>
public static class RhythmReach
{
    /// <param name="own">The edition's rhythm.</param>
    /// <param name="released">When its sending began.</param>
    /// <param name="told">When the editions of other rhythms had brought the same thing, at most once each.</param>
    public static bool Reaches(Rhythm own, Instant released, IEnumerable<Telling> told, RhythmChoice reader, ItemKind kind, RhythmOffer offer)
    {
        // Nothing was ever changed: no edition of another rhythm has brought this reader anything.
        if (reader.Past.Count == 0) return offer.Of(reader.Of(kind)) == own;
        var earlier = told.OrderBy(telling => telling.At).ToList();
        for (var at = 0; at < earlier.Count; at++)
            if (Takes(earlier[at].Rhythm, earlier[at].At, earlier.Take(at), reader, kind, offer)) return false;
        return Takes(own, released, earlier, reader, kind, offer);
    }

    /// <summary>True where who has not got the thing yet gets it by an edition.</summary>
    private static bool Takes(Rhythm rhythm, Instant released, IEnumerable<Telling> earlier, RhythmChoice reader, ItemKind kind, RhythmOffer offer)
    {
        var chosen = reader.At(kind, released);
        var effective = offer.Of(chosen);
        // What is turned off today may have been there when it brought something.
        return rhythm == chosen || rhythm == effective || earlier.Any(telling => telling.Rhythm == effective);
    }
}
