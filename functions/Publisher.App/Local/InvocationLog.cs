using System.Globalization;

namespace Publisher.App.Local;

/// <summary>Tells the person at the terminal about each run, a line for each thing to say.</summary>
internal static class InvocationLog
{
    public static void Write(ILogger log, InvocationResult result)
    {
        foreach (var line in result.Logs) log.LogInformation("{Function}: {Line}", result.FunctionName, OneLine.Of(line));
        var seconds = result.Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        if (result.Failure is { } failure)
            log.LogError("{Function} failed after {Seconds} s. {Failure}", result.FunctionName, seconds, OneLine.Of(failure));
        else if (result.Logs.Count == 0)
            log.LogInformation("{Function} ran for {Seconds} s and had nothing to say.", result.FunctionName, seconds);
    }
}
