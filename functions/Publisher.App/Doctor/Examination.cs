using Publisher.App.Hosting;

namespace Publisher.App.Doctor;

/// <summary>Looks at everything, side by side: each part has its time, and one that fails keeps no other from being looked at.</summary>
public sealed class Examination(IEnumerable<IDoctorCheck> checks, StorageSetup setup, TimeProvider clock)
{
    /// <summary>A relay may take its time to greet.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly IDoctorCheck[] checks = [.. checks];

    /// <returns>What was found, in the order of the parts.</returns>
    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // In a new account the tables are not there yet, which is no fault of anybody's.
            await setup.EnsureAsync().WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception fault) when (AccountFault.Is(fault) || fault is TimeoutException)
        {
            // The first look says so.
        }

        var found = await Task.WhenAll(checks.Select(check => LookAsync(check, cancellationToken)));
        return [.. found.SelectMany(each => each)];
    }

    private async Task<IReadOnlyList<DoctorFinding>> LookAsync(IDoctorCheck check, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await check.RunAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new DoctorFinding(check.Name, DoctorState.Note, "doctorTooLong", ("seconds", $"{Patience.TotalSeconds:0}"))];
        }
        catch (Exception fault) when (AccountFault.Is(fault))
        {
            return [new DoctorFinding(check.Name, DoctorState.Note, "doctorNoStorage")];
        }
    }
}
