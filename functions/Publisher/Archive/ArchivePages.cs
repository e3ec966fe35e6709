using Publisher.Content;
using Publisher.Editions;

namespace Publisher.Archive;

/// <summary>Editions as anyone may read them: no personal word in them, and none before it is on its way.</summary>
public sealed class ArchivePages(EditionList editions, EditionBlobs blobs)
{
    /// <param name="languages">The first that it was made in counts.</param>
    /// <returns>HTML; null where there is no such edition, or not yet.</returns>
    public async Task<string?> FindAsync(string edition, IReadOnlyList<string> languages, CancellationToken cancellationToken)
    {
        if (await editions.FindAsync(edition, cancellationToken) is not { IsPublic: true } found) return null;
        foreach (var language in languages.Distinct(StringComparer.Ordinal))
            if (await blobs.FindWebAsync(found, language, cancellationToken) is { } html) return html;
        return null;
    }

    /// <summary>The public editions of the main digest and the announcements, the latest first: what other rhythms and reminders bring is in these too.</summary>
    public async Task<IReadOnlyList<Edition>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<Edition>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
            if (edition is { IsPublic: true, IsReminder: false, Rhythm: null or Rhythm.Weekly }) found.Add(edition);
        return [.. found.OrderByDescending(edition => edition.CutOff)];
    }
}
