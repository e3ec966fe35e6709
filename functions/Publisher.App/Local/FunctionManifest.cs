using Microsoft.Extensions.Configuration;

namespace Publisher.App.Local;

/// <summary>One function as its function.json declares it, settings filled in.</summary>
/// <param name="Name">The folder's name, which is also the path that timer and queue payloads are posted to.</param>
/// <param name="Trigger">What starts it.</param>
public sealed record FunctionManifest(string Name, FunctionTrigger Trigger)
{
    /// <summary>Reads every function.json directly under a script root, in the order of names that the host tries them in.</summary>
    /// <param name="scriptRoot">The folder that holds a folder per function.</param>
    /// <param name="configuration">Where <c>%Setting%</c> in a schedule or a queue name is looked up; <c>__</c> and <c>:</c> mean the same.</param>
    /// <exception cref="FunctionManifestException">The host would refuse the root or a function in it; every fault is named.</exception>
    public static IReadOnlyList<FunctionManifest> LoadAll(string scriptRoot, IConfiguration configuration)
    {
        if (!Directory.Exists(scriptRoot)) throw new FunctionManifestException([$"The script root {scriptRoot} does not exist."]);

        var faults = new List<string>();
        var functions = new List<FunctionManifest>();
        foreach (var folder in Directory.GetDirectories(scriptRoot).Order(StringComparer.OrdinalIgnoreCase))
        {
            var file = Path.Combine(folder, "function.json");
            if (!File.Exists(file)) continue;
            if (FunctionManifestReader.Read(Path.GetFileName(folder), File.ReadAllText(file), configuration, faults) is { } function)
                functions.Add(function);
        }

        faults.AddRange(FunctionCollisions.Find(functions));
        return faults.Count == 0 ? functions : throw new FunctionManifestException(faults);
    }
}

/// <summary>What starts a function.</summary>
/// <param name="BindingName">The member of the payload's <c>Data</c> that carries what triggered it.</param>
public abstract record FunctionTrigger(string BindingName);

/// <summary>A call from outside, proxied as it is.</summary>
/// <param name="Route">The route template, without a leading slash; the function's name unless set.</param>
/// <param name="Methods">The methods it answers, in capitals; empty means all.</param>
/// <param name="AuthLevel">Who may call, as written; <c>function</c> unless set. Local mode asks nobody for a key.</param>
public sealed record HttpTrigger(string BindingName, string Route, IReadOnlyList<string> Methods, string AuthLevel) : FunctionTrigger(BindingName);

/// <summary>The clock.</summary>
/// <param name="RunOnStartup">Whether it also runs whenever the driver starts.</param>
public sealed record TimerTrigger(string BindingName, TimerSchedule Schedule, bool RunOnStartup) : FunctionTrigger(BindingName);

/// <summary>A message in a queue.</summary>
/// <param name="QueueName">3 to 56 characters: lower-case letters, digits and single hyphens.</param>
public sealed record QueueTrigger(string BindingName, string QueueName) : FunctionTrigger(BindingName);
