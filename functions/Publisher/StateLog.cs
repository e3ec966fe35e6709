using Microsoft.Extensions.Logging;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher;

/// <summary>One line of the log for each change of state, with a number to search for. Subscribers are named by the start of their key, and by nothing else.</summary>
internal static partial class StateLog
{
    [LoggerMessage(1001, LogLevel.Information, "Edition {Edition} is {State}")]
    public static partial void EditionChanged(this ILogger log, string edition, EditionState state);

    [LoggerMessage(1002, LogLevel.Information, "Batch {Batch} of {Edition} is {State} after {Attempt} passes")]
    public static partial void BatchChanged(this ILogger log, string edition, int batch, BatchState state, int attempt);

    [LoggerMessage(1003, LogLevel.Information, "Subscription {Subscriber}: {Event}, is {Status}")]
    public static partial void SubscriptionChanged(this ILogger log, string subscriber, HistoryEvent @event, SubscriptionStatus status);

    [LoggerMessage(1004, LogLevel.Information, "{Count} subscriptions were imported")]
    public static partial void SubscriptionsImported(this ILogger log, int count);

    [LoggerMessage(1005, LogLevel.Information, "Subscription {Subscriber} was removed")]
    public static partial void SubscriptionRemoved(this ILogger log, string subscriber);

    [LoggerMessage(1006, LogLevel.Information, "Feedback on {Subscriber}: {Kind} by {Source} {Detail}")]
    public static partial void FeedbackTaken(this ILogger log, string subscriber, FeedbackKind kind, string source, string detail);

    [LoggerMessage(1007, LogLevel.Information, "Subscriber {Subscriber} is suppressed: {Reason}")]
    public static partial void Suppressed(this ILogger log, string subscriber, string reason);

    [LoggerMessage(1008, LogLevel.Information, "Subscriber {Subscriber} is suppressed no more")]
    public static partial void SuppressionLifted(this ILogger log, string subscriber);
}
