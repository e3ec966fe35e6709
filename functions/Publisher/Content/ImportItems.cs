using NodaTime;
using Publisher.Content.Import;

namespace Publisher.Content;

public sealed record ImportReport(int Added, int Updated, int Unchanged)
{
    public int Total => Added + Updated + Unchanged;

    public override string ToString() => $"{Added} added, {Updated} updated, {Unchanged} unchanged";
}

/// <summary>Takes a content file in: with a fault in it, nothing of it. Taking it in again changes nothing.</summary>
public sealed class ImportItems(Items items, Districts districts, DateTimeZone zone)
{
    /// <exception cref="RefusedException">The file has faults; nothing was saved.</exception>
    public async Task<ImportReport> RunAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken)
    {
        var read = ContentFile.Read(utf8.Span, districts, zone);
        var counts = new int[3];
        foreach (var item in read)
        {
            try
            {
                counts[(int)await items.SaveAsync(item, cancellationToken)]++;
            }
            catch (Exception fault) when (StorageFault.Is(fault))
            {
                throw new BrokenOffException(
                    $"Storage failed after {counts.Sum()} of {read.Count} items; the rest is not in.",
                    [new Fault("file", "import it again: what is in already stays as it is")]);
            }
        }

        return new ImportReport(counts[(int)Saved.Added], counts[(int)Saved.Updated], counts[(int)Saved.Unchanged]);
    }
}
