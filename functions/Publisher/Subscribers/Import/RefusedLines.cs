using CsvHelper;

namespace Publisher.Subscribers.Import;

/// <summary>
/// The lines of a list that were refused, as they stand there, with where and why: to be mended, and imported as they are then.
/// </summary>
/// <param name="file">Stays open.</param>
public sealed class RefusedLines(Stream file, SubscriberColumns columns) : IDisposable
{
    private readonly CsvWriter csv = CsvFile.Write(file);
    private bool begun;

    public int Count { get; private set; }

    public void Add(SubscriberLine line)
    {
        if (!begun) csv.WriteRecord([.. columns.Header.Where(Own), "refused-line", "refused-reason"]);
        begun = true;
        Count++;
        var cells = columns.Header.Select((name, at) => (Name: name, Cell: at < line.Cells.Count ? line.Cells[at] : "")).Where(column => Own(column.Name));
        var why = string.Join("; ", line.Faults.Select(fault => $"{fault.Field}: {fault.Text}"));
        csv.WriteRecord([.. cells.Select(column => CsvCell.Defuse(CsvCell.Restore(column.Cell))), $"{line.Line}", CsvCell.Defuse(why)]);
    }

    public void Dispose() => csv.Dispose();

    /// <summary>A list of refused lines that is refused again says why anew.</summary>
    private static bool Own(string name) => name is not ("refused-line" or "refused-reason");
}
