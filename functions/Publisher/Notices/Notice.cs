using Azure;
using NodaTime;
using Publisher.Subscribers;

namespace Publisher.Notices;

/// <summary>What is mailed to one person for a reason of their own, outside of every edition.</summary>
public enum NoticeKind
{
    /// <summary>Somebody wants mail at this address: is it you?</summary>
    Confirm,

    /// <summary>Somebody wants mail at this address, which gets it already.</summary>
    Subscribed,

    /// <summary>Somebody wants what comes here to go to another address: is it you?</summary>
    MoveOld,

    /// <summary>Somebody wants what goes to another address to come here: is it you?</summary>
    MoveNew,

    /// <summary>To one of the staff: something waits for you.</summary>
    Alert,
}

/// <summary>A notice on its way: waiting ⇄ sending → done.</summary>
public enum NoticeState { Waiting, Sending, Done }

/// <summary>One notice to one person on one day: where it stands. Who they are says the key, and nothing else does; an alert's key says what about, too.</summary>
/// <param name="Day">On which it was asked for, in UTC: there is one of a kind a day.</param>
/// <param name="Attempt">Tries so far.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="Note">What became of it, for staff; no address in it.</param>
public sealed record Notice(LocalDate Day, NoticeKind Kind, SubscriberKey Subscriber, NoticeState State, int Attempt, Instant Since, string Note = "")
{
    public ETag ETag { get; init; }
}
