using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Publisher.App.Tests.Local;

/// <summary>Keeps what was logged.</summary>
internal sealed class Lines : ILogger
{
    public ConcurrentQueue<string> All { get; } = new();

    /// <summary>Whether this very line was logged: its level, a colon and its text.</summary>
    public bool Has(string line) => All.Contains(line, StringComparer.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        All.Enqueue($"{logLevel}: {formatter(state, exception)}");
}
