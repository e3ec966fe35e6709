using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff;

public sealed class EditionStatusApi(EditionList editions, Batches batches)
{
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (!Edition.IsId(id) || await editions.FindAsync(id, cancellationToken) is not { } edition)
            return Results.Problem(title: "There is no such edition.", statusCode: 404);
        var status = await EditionStatus.ReadAsync(edition, batches, cancellationToken);
        return Results.Json(new
        {
            edition = edition.Id,
            state = edition.State.ToString().ToLowerInvariant(),
            subject = edition.Subject,
            note = edition.Note,
            items = edition.Items.Select(item => item.ToString()),
            batches = new { total = status.Batches, done = status.BatchesDone },
            recipients = status.Tally,
            trouble = status.Trouble,
        });
    }
}
