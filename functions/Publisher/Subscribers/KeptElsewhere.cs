using NodaTime;

namespace Publisher.Subscribers;

/// <summary>What another room keeps of people for a while, and the daily round clears away.</summary>
/// <param name="Name">In the plural, for the round's sentence: "ledgers of editions".</param>
/// <param name="ForgetAsync">Takes away some of what is too old at the instant given; how many went, and 0 when nothing is left.</param>
public sealed record KeptElsewhere(string Name, Func<Instant, CancellationToken, Task<int>> ForgetAsync);

/// <summary>Deletes what became of the notices to somebody who is erased.</summary>
public delegate Task ForgetNotices(SubscriberKey key, CancellationToken cancellationToken);
