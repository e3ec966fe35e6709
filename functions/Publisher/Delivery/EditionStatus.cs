using Publisher.Editions;

namespace Publisher.Delivery;

/// <summary>Where an edition stands, summed over its batches.</summary>
public sealed record EditionStatus(Edition Edition, int Batches, int BatchesDone, Tally Tally)
{
    /// <summary>True when every batch of the plan is done.</summary>
    public bool IsDone => Batches > 0 && BatchesDone == Batches;

    public static async Task<EditionStatus> ReadAsync(Edition edition, Batches batches, CancellationToken cancellationToken)
    {
        var rows = await batches.OfAsync(edition.Id, cancellationToken);
        // The plan counts, not the rows: while it is being carried out there are fewer.
        var planned = edition.Plan.Length == 0 ? 0 : BatchPlan.Read(edition.Plan).Count;
        return new EditionStatus(
            edition,
            planned,
            rows.Count(batch => batch.State == BatchState.Done),
            rows.Aggregate(default(Tally), (sum, batch) => sum + batch.Tally));
    }
}
