using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Publisher.App.Tests.Observability;

/// <summary>Everything that the product says of itself, as text: log lines with all that was given to them, spans, measurements.</summary>
internal sealed class Captured : ILoggerProvider
{
    private readonly ActivityListener spans;
    private readonly MeterListener measurements = new();

    public Captured()
    {
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Add,
        };
        ActivitySource.AddActivityListener(spans);
        measurements.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Telemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        measurements.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        measurements.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        measurements.Start();
    }

    public ConcurrentBag<(int EventId, string Text)> Lines { get; } = [];

    public ConcurrentBag<Activity> Spans { get; } = [];

    public ConcurrentBag<string> Measurements { get; } = [];

    public IEnumerable<string> Everything => Lines.Select(line => line.Text)
        .Concat(Spans.Select(span => $"{span.DisplayName} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} {string.Join(' ', span.Events.SelectMany(e => e.Tags))} {span.StatusDescription}"))
        .Concat(Measurements);

    public ILogger CreateLogger(string categoryName) => new Log(categoryName, Lines);

    public void Dispose()
    {
        spans.Dispose();
        measurements.Dispose();
    }

    private void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Measurements.Add(string.Create(CultureInfo.InvariantCulture, $"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}"));

    private sealed class Log(string category, ConcurrentBag<(int EventId, string Text)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Add((0, $"{category} scope {state} {Parts(state)}"));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add((eventId.Id, $"{category} {formatter(state, exception)} {Parts(state)} {exception}"));

        private static string Parts<TState>(TState state) => state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
    }
}
