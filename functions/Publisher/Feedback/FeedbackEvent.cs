using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Feedback;

/// <summary>One report about mail to one subscriber, as whoever carries our mail gave it.</summary>
/// <param name="Id">Its own name, unlike any other of its source: said again, it is the same report.</param>
/// <param name="At">When it happened.</param>
/// <param name="Source">Who reports it: "ses", "inbound".</param>
/// <param name="Detail">A status or reason in a few words; no address.</param>
public sealed record FeedbackEvent(string Id, FeedbackKind Kind, SubscriberKey Subscriber, Instant At, string Source, string Detail = "");

/// <summary>What became of reports.</summary>
/// <param name="Taken">New ones.</param>
/// <param name="Repeated">Those that were known.</param>
/// <param name="Ignored">Those about nobody of ours, or from too long ago.</param>
public sealed record FeedbackTally(int Taken, int Repeated, int Ignored);
