using NodaTime;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Reports;

/// <param name="Asked">When it was asked for, in ticks since 1970: a count from then or later does.</param>
public sealed record CountAudienceWork(long Asked) : IWorkMessage<CountAudienceWork>
{
    public static string Name => "CountAudience";

    public static int Version => 1;
}

/// <summary>Has the audience counted, by whoever takes the message from the queue.</summary>
public sealed class AskForCount(ReportBlobs reports, WorkQueues queues, TimeProvider clock)
{
    /// <summary>Who asks again within this time is told that it is under way.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(10);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        await reports.WriteAskedAsync(now, cancellationToken);
        await queues.SendAsync(new CountAudienceWork(now.ToUnixTimeTicks()), cancellationToken);
    }

    /// <summary>Whether a count is on its way.</summary>
    public async Task<bool> IsUnderWayAsync(AudienceCount? latest, CancellationToken cancellationToken) =>
        await reports.ReadAskedAsync(cancellationToken) is { } asked && (latest is null || latest.At < asked) && clock.Now() - asked < Patience;
}

/// <summary>The daily round: takes away what is kept too long, writes down what that was, and has the audience counted.</summary>
public sealed class DailyRound(ApplyRetention retention, ReportBlobs reports, AskForCount ask, TimeProvider clock)
{
    /// <summary>Of what was counted for a page.</summary>
    private static readonly Duration KeptReaches = Duration.FromDays(1);

    /// <returns>What was done, in sentences.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var round = await retention.RunRoundAsync(cancellationToken);
        await reports.AddRoundAsync(round, cancellationToken);
        await reports.ForgetReachesAsync(clock.Now() - KeptReaches, cancellationToken);
        await ask.RunAsync(cancellationToken);
        return round.Describe();
    }
}
