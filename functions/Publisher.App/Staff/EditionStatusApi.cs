using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff;

public sealed class EditionStatusApi(EditionList editions, Batches batches, LookAhead outlook, TimeProvider clock)
{
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (!Edition.IsId(id) || await editions.FindAsync(id, cancellationToken) is not { } edition)
            return Results.Problem(title: "There is no such edition.", statusCode: 404);
        var status = await EditionStatus.ReadAsync(edition, batches, cancellationToken);
        var ahead = await outlook.RunAsync(status, cancellationToken);
        var tally = status.Tally;
        return Results.Json(new
        {
            edition = edition.Id,
            state = edition.State.ToString().ToLowerInvariant(),
            subject = edition.Subject,
            note = edition.Note,
            items = edition.Items.Select(item => item.ToString()),
            due = edition.Due?.ToString(),
            started = edition.Started?.ToString(),
            closed = edition.Closed?.ToString(),
            batches = new { total = status.Batches, done = status.BatchesDone, waiting = status.Waiting, stuck = status.Stuck.Count, requeued = status.Requeued },
            recipients = new
            {
                planned = status.Planned,
                remaining = status.Remaining,
                accepted = tally.Accepted,
                deferred = tally.Deferred,
                rejected = tally.Rejected,
                failed = tally.Failed,
                unknown = tally.Unknown,
                repeated = tally.Repeated,
                suppressed = tally.Suppressed,
                empty = tally.Empty,
                paused = tally.Paused,
                late = tally.Late,
            },
            ratePerMinute = Math.Round(status.Rate(clock.Now()) * 60, 1),
            eta = ahead.Eta?.ToString(),
            warnings = ahead.Warnings,
            trouble = status.Trouble,
            missed = $"/api/editions/{edition.Id}/missed",
        });
    }
}
