using System.Collections.Concurrent;

namespace Publisher.Mail.Smtp;

/// <summary>
/// The connections of a transport: those in use and those kept, never more together than allowed. Who wants one first takes a place, and
/// only then a kept connection or, where none is kept, a new one; a place is given back when its connection is kept again or closed. So,
/// whenever one is opened, all the others are in the hands of those who have the other places.
/// </summary>
internal sealed class SmtpWires(SmtpSettings settings, TimeProvider clock)
{
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromSeconds(5); // a choice: nothing depends on the reply to QUIT

    private readonly ConcurrentStack<SmtpWire> idle = new();
    private readonly ConcurrentDictionary<SmtpWire, bool> all = new();
    private readonly SmtpDialer dialer = new(settings, clock);
    private volatile bool closed;

    /// <summary>The places, one for each connection that there may be.</summary>
    public Turnstile Places { get; } = new(settings.MaxConnections);

    /// <summary>Gives a kept connection, or opens one; for who has a place.</summary>
    public SmtpWire Rent(CancellationToken cancellationToken)
    {
        while (idle.TryPop(out var kept))
        {
            if (!kept.IsStale) return kept;
            Discard(kept);
        }
        return dialer.Dial(wire => all.TryAdd(wire, true), Discard, cancellationToken);
    }

    /// <summary>Keeps a connection on which nothing is under way.</summary>
    public void Return(SmtpWire wire)
    {
        wire.Patience = null;
        if (wire.Messages >= settings.MessagesPerConnection || closed)
        {
            Quit(wire);
            return;
        }
        idle.Push(wire);
        if (closed) Close();
    }

    public void Discard(SmtpWire wire)
    {
        all.TryRemove(wire, out _);
        wire.Dispose();
    }

    /// <summary>Breaks off what takes too long.</summary>
    public void Watch()
    {
        var now = clock.GetTimestamp();
        foreach (var wire in all.Keys)
        {
            wire.Watch(now);
            if (wire.IsExpired) all.TryRemove(wire, out _);
        }
    }

    /// <summary>Takes leave on the connections that are kept; none is kept from now on.</summary>
    public void Close()
    {
        closed = true;
        while (idle.TryPop(out var wire)) Quit(wire);
    }

    /// <summary>Breaks off every connection that is left.</summary>
    public void Abort()
    {
        foreach (var wire in all.Keys) Discard(wire);
    }

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
}
