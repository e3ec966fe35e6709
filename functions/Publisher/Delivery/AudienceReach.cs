using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Whether a reader is one of those whom an announcement is for. Pure; asked at the moment of delivery, so no list of them is ever kept.</summary>
public static class AudienceReach
{
    /// <remarks>Who chose no kind, place or topic gets all of them, and so is among those who want any.</remarks>
    public static bool Holds(Audience audience, Subscriber reader) =>
        audience.IsEveryone
        || ((audience.Languages.Count == 0 || audience.Languages.Contains(reader.Language, StringComparer.Ordinal))
            && (audience.Kinds.Count == 0 || audience.Kinds.Any(kind => reader.Interests.WantsAny(kind)))
            && Meet(audience.Districts, reader.Interests.Districts)
            && Meet(audience.Topics, reader.Interests.Topics));

    private static bool Meet(IReadOnlyList<string> asked, IReadOnlyList<string> chosen) =>
        asked.Count == 0 || chosen.Count == 0 || asked.Any(each => chosen.Contains(each, StringComparer.Ordinal));
}
