using NodaTime;
using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.Testing;

/// <summary>Values that are right in everything a test does not care about.</summary>
public static class Some
{
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Europe/Warsaw"];

    public static News News(string id, string? title = null) => new() { Id = id, Title = title ?? $"News {id}", Summary = $"What {id} is about." };

    public static Call Call(string id, string? closes = null) =>
        new() { Id = id, Title = $"Call {id}", Summary = $"Apply for {id}.", Closes = closes is null ? null : Moment(closes) };

    public static Event Event(string id, string starts) =>
        new() { Id = id, Title = $"Event {id}", Summary = $"Come to {id}.", Starts = Moment(starts) };

    public static Moment Moment(string text) =>
        Content.Moment.TryParse(text, out var moment) ? moment : throw new ArgumentException(text, nameof(text));

    public static Subscriber Subscriber(string address, Interests? interests = null, string name = "")
    {
        var parsed = Address.Parse(address, out var fault) ?? throw new ArgumentException(fault, nameof(address));
        return new Subscriber(
            SubscriberKey.Of(parsed), parsed.Mailbox, name, "pl", SubscriptionStatus.Confirmed, interests ?? Interests.Everything, "a test", Instant.FromUtc(2023, 1, 2, 3, 4));
    }
}
