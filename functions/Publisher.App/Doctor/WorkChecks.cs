using System.Globalization;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.Storage;

namespace Publisher.App.Doctor;

/// <summary>The functions of this installation, as their manifests name them.</summary>
public sealed class FunctionList
{
    private readonly Lazy<IReadOnlyList<FunctionManifest>> all = new(() => FunctionManifest.LoadAll(AppContext.BaseDirectory, new ConfigurationBuilder().Build()));

    public IReadOnlyList<FunctionManifest> All => all.Value;
}

/// <summary>Whether work was given up: the host puts a message that fails again and again into the poison queue, where nobody does it.</summary>
public sealed class PoisonCheck(FunctionList functions, QueueServiceClient queues) : IDoctorCheck
{
    public string Name => "poison";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var found = new List<DoctorFinding>();
        foreach (var (name, trigger) in functions.All)
        {
            if (trigger is not QueueTrigger queue) continue;
            var poison = queues.GetQueueClient(queue.QueueName + "-poison");
            if (!await poison.ExistsAsync(cancellationToken)) continue;
            var count = (await poison.GetPropertiesAsync(cancellationToken)).Value.ApproximateMessagesCount;
            if (count > 0) found.Add(new DoctorFinding(Name, DoctorState.Todo, "doctorPoisonSome", ("n", count.ToString(CultureInfo.InvariantCulture)), ("queue", poison.Name), ("function", name)));
        }

        return found.Count > 0 ? found : [new DoctorFinding(Name, DoctorState.Good, "doctorPoisonGood")];
    }
}

/// <summary>Whether the timers run: each leaves a mark when it is done.</summary>
public sealed class TimerCheck(FunctionList functions, Watermarks watermarks, DateTimeZone zone, TimeProvider clock) : IDoctorCheck
{
    /// <summary>A run takes its time, and the host may be late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public string Name => "timers";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var found = new List<DoctorFinding>();
        var seen = new List<string>();
        foreach (var (name, trigger) in functions.All)
        {
            if (trigger is not TimerTrigger timer) continue;
            (string, string) function = ("function", name);
            if (await watermarks.ReadAsync(PayloadEndpoints.TimerMark(name), cancellationToken) is not { } last)
            {
                found.Add(new DoctorFinding(Name, DoctorState.Note, "doctorTimersNever", function));
                continue;
            }

            var at = last.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd HH:mm", CultureInfo.InvariantCulture);
            // One that was missed is no reason to worry: the next makes up for it.
            var missed = timer.Schedule.Next(last.ToDateTimeOffset()) is { } next && timer.Schedule.Next(next) is { } second && clock.GetUtcNow() > second + Grace;
            if (missed) found.Add(new DoctorFinding(Name, DoctorState.Todo, "doctorTimersLate", function, ("at", at)));
            else seen.Add($"{name} {at}");
        }

        if (seen.Count > 0) found.Insert(0, new DoctorFinding(Name, DoctorState.Good, "doctorTimersGood", ("timers", string.Join(", ", seen))));
        return found;
    }
}
