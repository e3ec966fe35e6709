using System.Globalization;
using Azure.Storage.Blobs;
using NodaTime;
using Publisher.App.Hosting;

namespace Publisher.App.Doctor;

/// <summary>Compares this machine's clock with the storage service's: links, timers and sign-ins go by it.</summary>
/// <param name="machine">The machine's own clock; the product's may be set to another day for a demonstration.</param>
public sealed class ClockCheck(BlobServiceClient blobs, StorageSetup setup, TimeProvider clock, TimeProvider machine) : IDoctorCheck
{
    /// <summary>Signatures of storage requests tolerate 15 minutes; what mails say tolerates less.</summary>
    private static readonly Duration Tolerated = Duration.FromMinutes(2);

    public string Name => "clock";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        await setup.EnsureAsync().WaitAsync(cancellationToken);
        var answer = await blobs.GetBlobContainerClient("reports").GetPropertiesAsync(cancellationToken: cancellationToken);
        if (answer.GetRawResponse().Headers.Date is not { } date) return [new DoctorFinding(Name, DoctorState.Note, "doctorClockUnknown")];
        var off = machine.Now() - Instant.FromDateTimeOffset(date);
        if (off > Tolerated || off < -Tolerated) return [new DoctorFinding(Name, DoctorState.Todo, "doctorClockWrong", ("seconds", Math.Round(off.TotalSeconds).ToString(CultureInfo.InvariantCulture)))];
        var set = clock.Now() - machine.Now();
        return set > Tolerated || set < -Tolerated
            ? [new DoctorFinding(Name, DoctorState.Note, "doctorClockSet", ("date", clock.Now().InUtc().Date.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)))]
            : [new DoctorFinding(Name, DoctorState.Good, "doctorClockGood")];
    }
}
