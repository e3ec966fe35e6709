using System.Diagnostics;

namespace Publisher.Delivery;

/// <summary>The trace of one pass over a batch, and what is measured of it. Its windows are spans below it.</summary>
internal sealed class BatchSpan : IDisposable
{
    private readonly Activity? span;
    private readonly TimeProvider clock;
    private readonly long begun;

    private BatchSpan(Activity? span, TimeProvider clock) => (this.span, this.clock, begun) = (span, clock, clock.GetTimestamp());

    public static BatchSpan Start(Batch batch, TimeProvider clock)
    {
        // A batch's row says since when it may be sent.
        Telemetry.QueueWait.Record(Math.Max(0, (clock.Now() - batch.Since).TotalSeconds));
        var span = Telemetry.StartTrace("batch");
        span?.SetTag("edition", batch.Edition).SetTag("batch", batch.Number).SetTag("attempt", batch.Attempt);
        return new BatchSpan(span, clock);
    }

    public void Dispose()
    {
        Telemetry.BatchDuration.Record(clock.GetElapsedTime(begun).TotalSeconds);
        span?.Dispose();
    }
}
