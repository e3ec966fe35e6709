using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Who is reminded of a day that is near. Pure.</summary>
public static class ReminderReach
{
    /// <summary>Of a call's deadline: who follows the call, and who wants deadlines only. Of an event: who wants events, and news at once.</summary>
    public static bool Wants(Item item, Subscriber reader, RhythmOffer offer, Instant now, DateTimeZone zone) => item switch
    {
        Call call => reader.Calls.For(call.Id) switch
        {
            CallChoice.Followed => true,
            CallChoice.Left => false,
            _ => reader.Interests.Deadlines && reader.Interests.Want(call, deadline: true),
        },
        Event @event => now < @event.Starts.Ends(zone) && offer.Of(reader.Rhythm.Rest) == Rhythm.AtOnce && reader.Interests.Want(@event),
        _ => false,
    };

    /// <param name="told">Digests that tell of it the same day.</param>
    public static bool IsFolded(ItemKind kind, IEnumerable<Telling> told, Subscriber reader, RhythmOffer offer) =>
        told.Any(telling => offer.Of(reader.Rhythm.At(kind, telling.At)) == telling.Rhythm);
}
