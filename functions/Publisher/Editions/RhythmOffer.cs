using Publisher.Content;

namespace Publisher.Editions;

/// <summary>Which rhythms there are editions of, by the settings.</summary>
public sealed class RhythmOffer(IReadOnlyList<Digest> digests)
{
    /// <summary>What people can choose from, the most frequent first; the main one is always among them.</summary>
    public IReadOnlyList<Rhythm> All { get; } = [.. Rhythms.All.Where(rhythm => rhythm == Rhythm.Weekly || digests.Any(digest => digest.Rhythm == rhythm && digest.IsOn))];

    /// <summary>The rhythm that somebody gets: the main one, where theirs was done away with.</summary>
    public Rhythm Of(Rhythm chosen) => All.Contains(chosen) ? chosen : Rhythm.Weekly;

    /// <summary>How the editions of a rhythm come.</summary>
    public CadenceForm FormOf(Rhythm rhythm) => digests.FirstOrDefault(digest => digest.Rhythm == rhythm)?.Cadence.Form ?? CadenceForm.Never;
}
