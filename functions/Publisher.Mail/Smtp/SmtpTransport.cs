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
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5); // a choice: nothing depends on the reply to QUIT

    private readonly ConcurrentStack<SmtpWire> idle = new();
    private readonly ConcurrentDictionary<SmtpWire, bool> wires = new();
    private readonly SmtpDialer dialer;
    private readonly ITimer watch;
    private volatile bool distrustsPipelining;

    /// <summary>Creates the transport; nothing is connected yet.</summary>
    /// <param name="settings">Where the relay is.</param>
    /// <param name="clock">Time; the system's by default.</param>
    /// <exception cref="ArgumentException">A setting is out of its range; the message names every fault.</exception>
    public SmtpTransport(SmtpSettings settings, TimeProvider? clock = null)
    {
        SmtpSettingsCheck.Check(settings);
        Settings = settings;
        Clock = clock ?? TimeProvider.System;
        dialer = new(settings, Clock);
        Pace = new(settings.PerMinute, settings.PerHour, Clock);
        Backoff = new(settings, Clock);
        watch = Clock.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
    }

    internal SmtpSettings Settings { get; }

    internal TimeProvider Clock { get; }

    internal SmtpPace Pace { get; }

    internal SmtpBackoff Backoff { get; }

    internal CourierThreads Threads { get; } = new();

    /// <inheritdoc/>
    public Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken) => new SmtpDelivery(this, source, cancellationToken).RunAsync();

    /// <summary>Takes leave of the relay and closes all connections.</summary>
    /// <returns>A task that ends when they are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        await Threads.RunAsync(() =>
        {
            while (idle.TryPop(out var wire)) Quit(wire);
        });
        Threads.Dispose();
        await watch.DisposeAsync();
        foreach (var wire in wires.Keys) Discard(wire);
    }

    /// <summary>Gives a kept connection, or opens one.</summary>
    internal SmtpWire Rent(CancellationToken cancellationToken)
    {
        while (idle.TryPop(out var kept))
        {
            if (!kept.IsStale) return kept;
            Discard(kept);
        }
        var wire = dialer.Dial(wire => wires.TryAdd(wire, true), Discard, cancellationToken);
        if (distrustsPipelining) wire.Capabilities = wire.Capabilities with { Pipelining = false };
        return wire;
    }

    /// <summary>Keeps a connection on which nothing is under way.</summary>
    internal void Return(SmtpWire wire)
    {
        wire.Patience = null;
        if (wire.Messages < Settings.MessagesPerConnection) idle.Push(wire);
        else Quit(wire);
    }

    internal void Discard(SmtpWire wire)
    {
        wires.TryRemove(wire, out _);
        wire.Dispose();
    }

    /// <summary>
    /// Speaks command by command from now on: a connection broke while several were under way, and never before had that gone well on it.
    /// Some servers offer PIPELINING and lose what comes with it, mostly behind a meddling firewall.
    /// </summary>
    internal void DistrustPipelining() => distrustsPipelining = true;

    // Leaving is a courtesy: what goes wrong with it is of no account.
    private void Quit(SmtpWire wire)
    {
        try
        {
            wire.Send("QUIT\r\n"u8, FarewellPatience);
            wire.Read(FarewellPatience);
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
        }
        Discard(wire);
    }

    private void Watch()
    {
        var now = Clock.GetTimestamp();
        foreach (var wire in wires.Keys)
        {
            wire.Watch(now);
            if (wire.IsExpired) wires.TryRemove(wire, out _);
        }
    }
}
