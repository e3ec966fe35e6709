using Publisher.Storage;

namespace Publisher.Subscribers.Import;

/// <summary>Check, or import, an uploaded list: which of them its state says.</summary>
public sealed record ImportListWork(string List) : IWorkMessage<ImportListWork>
{
    public static string Name => "ImportList";

    public static int Version => 1;
}

/// <summary>Told of a list that was imported, with what it brought.</summary>
public delegate Task ListImported(ListUpload upload, CancellationToken cancellationToken);

/// <summary>
/// Takes an uploaded list a step further. It is checked as a whole before anybody of it is taken in; a step that breaks off is taken again when the queue
/// shows its message again, and adds only whom the one before did not reach.
/// </summary>
public sealed class TakeList(ListUploads uploads, ImportSubscribers import, WorkQueues queues, ListImported imported)
{
    /// <summary>Has a list that was just uploaded checked.</summary>
    public Task CheckAsync(ListUpload upload, CancellationToken cancellationToken) => queues.SendAsync(new ImportListWork(upload.Id), cancellationToken);

    /// <summary>Has a list imported that was checked.</summary>
    /// <returns>False where it cannot be, or is already.</returns>
    public async Task<bool> ImportAsync(string id, CancellationToken cancellationToken)
    {
        if (await uploads.FindAsync(id, cancellationToken) is not var (upload, version) || !upload.MayBeImported) return false;
        if (!await uploads.SaveAsync(upload with { State = ListUploadState.Importing }, version, cancellationToken)) return false;
        await queues.SendAsync(new ImportListWork(id), cancellationToken);
        return true;
    }

    /// <returns>What happened, in a sentence without anybody's address.</returns>
    public async Task<string> RunAsync(ImportListWork work, CancellationToken cancellationToken)
    {
        if (await uploads.FindAsync(work.List, cancellationToken) is not var (upload, version)) return "The list is gone";
        if (upload.State is not (ListUploadState.Checking or ListUploadState.Importing)) return $"The list is {upload.State.ToString().ToLowerInvariant()} already";
        var after = await uploads.OpenAsync(work.List, cancellationToken) is { } file
            ? await StepAsync(upload, file, cancellationToken)
            : upload with { State = ListUploadState.Refused, Faults = [new Fault("file", "is gone; upload it again").As("gone")] };
        if (!await uploads.SaveAsync(after, version, cancellationToken)) return "Somebody else took this step of the list";
        if (after.State == ListUploadState.Imported) await imported(after, cancellationToken);
        return $"A list is {after.State.ToString().ToLowerInvariant()}: {after.Result?.ToString() ?? "nothing of it can be taken"}";
    }

    private async Task<ListUpload> StepAsync(ListUpload upload, Stream stream, CancellationToken cancellationToken)
    {
        var dryRun = upload.State == ListUploadState.Checking;
        var faults = new List<Fault>();
        try
        {
            await using (stream)
            {
                var file = SubscriberFile.Open(stream, upload.Name, upload.Source.Length > 0 ? upload.Source : null, null);
                if (upload.Source.Length == 0 && !file.CarriesSource) throw new RefusedException("Nothing was imported.", [new Fault("source", "is missing: the file does not say where these people agreed to be mailed").As("noSource")]);
                var result = await import.RunAsync(file, upload.Rules(dryRun), Note, null, null, cancellationToken);
                return upload with { State = dryRun ? ListUploadState.Checked : ListUploadState.Imported, Result = result, Notes = [.. file.Notes], Faults = faults };
            }
        }
        catch (RefusedException refusal)
        {
            return upload with { State = ListUploadState.Refused, Result = null, Faults = refusal.Faults };
        }

        void Note(JudgedLine line)
        {
            if (line.Outcome == LineOutcome.Refused && faults.Count < SubscriberFile.MaxFaults) faults.AddRange(line.Line.Faults);
        }
    }
}
