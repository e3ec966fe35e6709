using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Who gets a correction. Pure.</summary>
public static class CorrectionReach
{
    /// <summary>The place of the entry that a reader needs; null where they need none. Who has changed their address was told under the old one.</summary>
    public static int? PlaceFor(Subscriber reader, IReadOnlyDictionary<SubscriberKey, int> corrects)
    {
        if (corrects.TryGetValue(reader.Key, out var place)) return place;
        for (var at = reader.MovedFrom.Count - 1; at >= 0; at--)
            if (corrects.TryGetValue(reader.MovedFrom[at], out place)) return place;
        return null;
    }

    /// <summary>Whatever their interests are now, they were told; but who wants nothing more of a call is left alone.</summary>
    public static bool Wants(Item item, Subscriber reader) => item is not Call || reader.Calls.For(item.Id) != CallChoice.Left;
}
