using System.Collections.Concurrent;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Smtp;

/// <summary>
/// Delivers by SMTP (RFC 5321) to one relay over kept connections. Where the relay offers PIPELINING (RFC 2920) a message costs one write
/// and one round trip: its content goes out together with the envelope of the next. Connections stay open between deliveries.
/// </summary>
public sealed class SmtpTransport : IMailTransport
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentStack<SmtpWire> idle = new();
    private readonly ConcurrentDictionary<SmtpWire, bool> wires = new();
    private readonly SmtpDialer dialer;
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
        dialer = new(settings, Clock);
        watch = Clock.CreateTimer(_ => Watch(), null, WatchPeriod, WatchPeriod);
    }

    internal SmtpSettings Settings { get; }

    internal TimeProvider Clock { get; }

    /// <inheritdoc/>
    public Task DeliverAsync(IMessageSource source, CancellationToken cancellationToken) => new SmtpDelivery(this, source, cancellationToken).RunAsync();

    /// <summary>Takes leave of the relay and closes all connections.</summary>
    /// <returns>A task that ends when they are closed.</returns>
    public async ValueTask DisposeAsync()
    {
        while (idle.TryPop(out var wire)) await QuitAsync(wire);
        await watch.DisposeAsync();
        foreach (var wire in wires.Keys) await DiscardAsync(wire);
    }

    /// <summary>Gives a kept connection, or opens one.</summary>
    internal async ValueTask<SmtpWire> RentAsync(CancellationToken cancellationToken)
    {
        while (idle.TryPop(out var wire))
        {
            if (!wire.IsStale) return wire;
            await DiscardAsync(wire);
        }
        return await dialer.DialAsync(wire => wires.TryAdd(wire, true), cancellationToken);
    }

    /// <summary>Keeps a connection on which nothing is under way.</summary>
    internal async ValueTask ReturnAsync(SmtpWire wire)
    {
        wire.Patience = null;
        if (wire.Messages < Settings.MessagesPerConnection) idle.Push(wire);
        else await QuitAsync(wire);
    }

    internal async ValueTask DiscardAsync(SmtpWire wire)
    {
        wires.TryRemove(wire, out _);
        await wire.DisposeAsync();
    }

    // Leaving is a courtesy: what goes wrong with it is of no account.
    private async ValueTask QuitAsync(SmtpWire wire)
    {
        try
        {
            await wire.SendAsync("QUIT\r\n"u8.ToArray(), WatchPeriod);
            await wire.ReadReplyAsync(WatchPeriod);
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
        }
        await DiscardAsync(wire);
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
