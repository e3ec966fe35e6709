using Azure;
using Publisher.App.Local;
using Publisher.App.Settings;

namespace Publisher.App.Cli;

/// <summary>Turns what went wrong into sentences for the person at the terminal. A stack trace is for nobody there.</summary>
public static class Explain
{
    public static async Task<int> ToConsoleAsync(Exception fault)
    {
        foreach (var line in Lines(fault)) await Console.Error.WriteLineAsync(line);
        return fault is SettingsException ? ExitCode.Usage : ExitCode.Failed;
    }

    public static IEnumerable<string> Lines(Exception fault) => fault switch
    {
        SettingsException settings => settings.Faults.Count == 1 ? settings.Faults : ["Settings that cannot be used:", .. settings.Faults.Select(each => "  " + each)],
        RefusedException refusal => [refusal.Message, .. refusal.Faults.Select(each => "  " + each)],
        AzuriteException or PortInUseException or FunctionManifestException => [fault.Message],
        OperationCanceledException => ["Stopped."],
        FileNotFoundException or DirectoryNotFoundException => [$"There is no such file: {Named(fault)}"],
        UnauthorizedAccessException or IOException => [fault.Message],
        RequestFailedException { Status: 0 } or AggregateException { InnerException: RequestFailedException { Status: 0 } } =>
            [$"Storage does not answer. Is {StorageAccount.Setting} right, and is the network up?"],
        RequestFailedException storage => [$"Storage refused: {storage.Status} {storage.ErrorCode}."],
        _ => [$"Something went wrong that should not: {fault.GetType().Name}: {fault.Message.ReplaceLineEndings(" ")}"],
    };

    private static string Named(Exception fault) => (fault as FileNotFoundException)?.FileName ?? fault.Message;
}
