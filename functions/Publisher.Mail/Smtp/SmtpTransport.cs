using System.Collections.Concurrent;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Delivers by SMTP (RFC 5321) to one relay over kept connections. Where the relay offers PIPELINING (RFC 2920) a message costs one write
/// and one round trip: its content goes out together with the envelope of the next, or, with CHUNKING (RFC 3030), with its own. Connections
/// stay open between deliveries; limits and pauses hold for all deliveries of the transport together.
/// </summary>
public sealed class SmtpTransport : IMailTransport
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(5); // over the grace of the deliveries; a choice

    private readonly ConcurrentDictionary<Task, bool> running = new();
    private readonly CancellationTokenSource closing = new();
    private readonly ITimer watch;

    /// <summary>Creates the transport; nothing is connected yet.</summary>
    /// <param name="settings">Where the relay is.</param>
    /// <param name="clock">Time; the system's by default.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names every fault.</exception>
    public SmtpTransport(SmtpSettings settings, TimeProvider? clock = null)
    {
        SmtpSettingsCheck.Check(settings);
        Settings = settings;
        Clock = clock ?? TimeProvider.System;
        Wires = new(settings, Clock);
        Pace = new(settings.PerMinute, settings.PerHour, Clock);
        Backoff = new(settings, Clock);
        Pipelining = new(Clock);
        watch = Clock.CreateTimer(_ => Wires.Watch(), null, WatchPeriod, WatchPeriod);
    }

    internal SmtpSettings Settings { get; }

    internal TimeProvider Clock { get; }

    internal SmtpWires Wires { get; }

    internal SmtpPace Pace { get; }

    internal SmtpBackoff Backoff { get; }

    internal PipeliningTrust Pipelining { get; }

    internal CourierThreads Threads { get; } = new();

    /// <summary>Cancelled when the transport is disposed of.</summary>
    internal CancellationToken Closing => closing.Token;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The transport was disposed of before.</exception>
    public async Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);
        var delivery = new SmtpDelivery(this, source, cancellationToken).RunAsync();
        running.TryAdd(delivery, true);
        try
        {
            await delivery;
        }
        finally
        {
            running.TryRemove(delivery, out _);
        }
    }

    /// <summary>
    /// Ends the deliveries that are under way, as a cancellation would, grace included; takes leave of the relay and closes all connections.
    /// </summary>
    /// <returns>A task that ends when they are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await LastAsync();
        await Threads.RunAsync(Wires.Close);
        Threads.Dispose();
        await watch.DisposeAsync();
        Wires.Abort();
    }

    // Not for ever: it may be a source that disposes of its own transport, or one that does not come back.
    private async Task LastAsync()
    {
        var last = Task.WhenAll(running.Keys.Select(d => d.ContinueWith(_ => { }, TaskScheduler.Default)));
        try
        {
            await last.WaitAsync(Settings.CancellationGrace + LastPatience, Clock);
        }
        catch (TimeoutException)
        {
        }
    }
}
