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

    /// <inheritdoc/>
    public Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken) => new SmtpDelivery(this, source, cancellationToken).RunAsync();

    /// <summary>Takes leave of the relay and closes all connections.</summary>
    /// <returns>A task that ends when they are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await Threads.RunAsync(Wires.Close);
        Threads.Dispose();
        await watch.DisposeAsync();
        Wires.Abort();
    }
}
