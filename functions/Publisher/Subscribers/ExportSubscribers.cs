using System.Globalization;
using CsvHelper;
using NodaTime.Text;
using Publisher.Content;

namespace Publisher.Subscribers;

/// <summary>
/// Writes everyone out, in whatever state, as CSV that a spreadsheet opens (UTF-8 with a byte order mark, no cell a formula) and that an import
/// reads back as it was.
/// </summary>
public sealed class ExportSubscribers(SubscriberList subscribers)
{
    /// <summary>People between two reports of progress.</summary>
    private const int ReportEvery = 1000;

    private static readonly string[] Columns = ["address", "name", "language", "status", "kinds", "districts", "topics", "source", "since", "role", "rhythm", "deadlines", "paused", "followed", "left calls"];

    /// <param name="progress">Told now and then how many are written.</param>
    /// <returns>How many were written.</returns>
    public async Task<int> RunAsync(Stream file, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await using var csv = CsvFile.Write(file);
        await csv.WriteRecordAsync(Columns, cancellationToken);
        var count = 0;
        await foreach (var person in subscribers.AllAsync(cancellationToken))
        {
            // What a change of address left behind is nobody's row.
            if (person.MovedTo is not null && person.Asked is null) continue;
            await csv.WriteRecordAsync([.. Cells(person).Select(CsvCell.Defuse)], cancellationToken);
            if (++count % ReportEvery == 0) progress?.Report(count);
        }

        await csv.FlushAsync(cancellationToken);
        progress?.Report(count);
        return count;
    }

    private static string[] Cells(Subscriber person) =>
    [
        person.Address,
        person.Name,
        person.Language,
        person.Status.ToString().ToLowerInvariant(),
        string.Join('|', person.Interests.Kinds.Select(kind => kind.Key())),
        string.Join('|', person.Interests.Districts),
        string.Join('|', person.Interests.Topics),
        person.Source,
        person.Since.ToString("uuuu'-'MM'-'dd'T'HH':'mm':'ss;FFFFFFF'Z'", CultureInfo.InvariantCulture),
        person.Role?.Key() ?? "",
        RhythmText.Write(person.Rhythm),
        person.Interests.Deadlines ? "yes" : "no",
        person.PausedUntil is { } day ? LocalDatePattern.Iso.Format(day) : "",
        string.Join('|', person.Calls.Followed),
        string.Join('|', person.Calls.Left),
    ];
}

/// <summary>CSV as we write it.</summary>
internal static class CsvFile
{
    /// <summary>A writer that leaves the file open.</summary>
    public static CsvWriter Write(Stream file, char separator = ',') => CsvWriter.Create(file, new CsvWriterOptions { WriteByteOrderMark = true, Separator = separator }, leaveOpen: true);
}
