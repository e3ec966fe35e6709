using Publisher.Subscribers;

namespace Publisher.Reports;

/// <summary>A table for a spreadsheet: UTF-8 with a byte order mark, no cell a formula.</summary>
public static class ReportCsv
{
    /// <param name="separator">What the reader's spreadsheet expects: where a comma stands in numbers, a semicolon stands between cells.</param>
    public static async Task<byte[]> WriteAsync(IEnumerable<IReadOnlyList<string>> rows, char separator, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        await using (var csv = CsvFile.Write(file, separator))
        {
            foreach (var row in rows) await csv.WriteRecordAsync([.. row.Select(CsvCell.Defuse)], cancellationToken);
            await csv.FlushAsync(cancellationToken);
        }

        return file.ToArray();
    }
}
