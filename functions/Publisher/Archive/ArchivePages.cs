using Publisher.Editions;

namespace Publisher.Archive;

/// <summary>Editions as anyone may read them: no personal word in them, and none before it is on its way.</summary>
public sealed class ArchivePages(EditionList editions, EditionBlobs blobs)
{
    /// <returns>HTML; null where there is no such edition, or not yet.</returns>
    public async Task<string?> FindAsync(string edition, string language, CancellationToken cancellationToken) =>
        await editions.FindAsync(edition, cancellationToken) is { IsPublic: true } found
            ? await blobs.FindWebAsync(found, language, cancellationToken)
            : null;

    /// <summary>All public editions, the latest first.</summary>
    public async Task<IReadOnlyList<Edition>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<Edition>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
            if (edition.IsPublic) found.Add(edition);
        return [.. found.OrderByDescending(edition => edition.CutOff)];
    }
}
