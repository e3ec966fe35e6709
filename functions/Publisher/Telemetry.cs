using System.Diagnostics;
using System.Diagnostics.Metrics;
using Publisher.Mail.Transport;

namespace Publisher;

/// <summary>What the product tells of itself while it works: spans and measurements by the platform's own means. Nobody's address, name or token is in any.</summary>
public static class Telemetry
{
    public const string Name = "Publisher";

    private static readonly Meter Meter = new(Name);

    public static ActivitySource Spans { get; } = new(Name);

    /// <summary>Messages that a transport gave an outcome for, by <c>outcome</c> and <c>kind</c>: edition or notice.</summary>
    public static Counter<long> Messages { get; } = Meter.CreateCounter<long>("publisher.messages", "{message}", "Messages by outcome.");

    /// <summary>Seconds that one pass over a batch took.</summary>
    public static Histogram<double> BatchDuration { get; } = Meter.CreateHistogram<double>("publisher.batch.duration", "s", "Length of one pass over a batch.");

    /// <summary>Seconds from when a batch could have been sent to when somebody began to.</summary>
    public static Histogram<double> QueueWait { get; } = Meter.CreateHistogram<double>("publisher.batch.wait", "s", "Wait of a batch in its queue.");

    /// <summary>Calls of social networks, by <c>network</c> and <c>outcome</c>.</summary>
    public static Counter<long> Posts { get; } = Meter.CreateCounter<long>("publisher.posts", "{post}", "Posts by outcome.");

    /// <summary>Reports about our mail, by <c>kind</c> and <c>source</c>.</summary>
    public static Counter<long> Feedback { get; } = Meter.CreateCounter<long>("publisher.feedback", "{report}", "Bounces and complaints.");

    /// <param name="kind">"edition" or "notice".</param>
    public static void Count(string kind, DeliveryOutcome outcome) => Messages.Add(1, new("outcome", outcome.Status.ToString().ToLowerInvariant()), new("kind", kind));

    /// <summary>
    /// Begins a trace of its own. The web server has a span of each request, which nobody exports: a span below it would be left out with it.
    /// </summary>
    public static Activity? StartTrace(string name)
    {
        Activity.Current = null;
        return Spans.StartActivity(name, ActivityKind.Consumer);
    }
}
