using Publisher.Editions;

namespace Publisher.Delivery;

/// <summary>Where an edition stands, summed over its batches.</summary>
/// <param name="Trouble">What the relay said of a message that it did not take; empty where it took all.</param>
/// <param name="IsTried">True when each batch of the plan has been gone through at least once.</param>
public sealed record EditionStatus(Edition Edition, int Batches, int BatchesDone, Tally Tally, string Trouble, bool IsTried)
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
            rows.Aggregate(default(Tally), (sum, batch) => sum + batch.Tally),
            rows.FirstOrDefault(batch => batch.Trouble.Length > 0)?.Trouble ?? "",
            planned > 0 && rows.Count(batch => batch.Attempt > 0) == planned);
    }
}
