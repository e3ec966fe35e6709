using System.Collections.Concurrent;
using System.Text;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Transport;

/// <summary>So many short messages, and what became of each.</summary>
internal sealed class ListSource(int count, Func<int, string>? content = null, string domain = "example.test") : IMessageSource
{
    private int next = -1;

    public ConcurrentDictionary<int, DeliveryOutcome> Outcomes { get; } = new();

    /// <summary>Messages taken so far.</summary>
    public int Taken => Math.Min(next + 1, count);

    public string? Recipient { get; init; }

    public Action<int>? OnTake { get; init; }

    public Action<int>? OnReport { get; init; }

    public bool TryTake(OutgoingMessage message)
    {
        var ticket = Interlocked.Increment(ref next);
        if (ticket >= count) return false;
        OnTake?.Invoke(ticket);
        message.Ticket = ticket;
        message.Envelope = new(new("bounce@example.test"), new(Recipient ?? $"to{ticket}@{domain}"));
        Encoding.Latin1.GetBytes(content?.Invoke(ticket) ?? $"Subject: {ticket}\r\n\r\nbody {ticket}\r\n", message.Content);
        return true;
    }

    public void Report(int ticket, DeliveryOutcome outcome)
    {
        Assert.True(Outcomes.TryAdd(ticket, outcome), "A message was reported twice.");
        OnReport?.Invoke(ticket);
    }
}
