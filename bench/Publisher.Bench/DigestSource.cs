using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Mail.Transport;

namespace Publisher.Bench;

/// <summary>The standard digest for one recipient after another, read from the file as they are needed.</summary>
internal sealed class DigestSource(MergeProgram program, BenchSettings settings) : IMessageSource, IDisposable
{
    private static readonly Mailbox Bounces = new(StandardDigest.Bounces);

    private const int LongestLink = 256; // characters; a choice

    private readonly ThreadLocal<MergeValues> values = new(() => new MergeValues());
    private readonly StreamReader file = new(settings.Recipients);
    private readonly Lock gate = new();
    private int skip = settings.Offset;
    private int taken;
    private string? last;
    private string? again;
    private int accepted;

    public int Accepted => accepted;

    /// <summary>The first outcome that is not "accepted".</summary>
    public DeliveryOutcome? Fault { get; private set; }

    public bool TryTake(OutgoingMessage message)
    {
        if (Next(out var ticket) is not { } line) return false;
        Fill(values.Value!, line, message);
        message.Ticket = ticket;
        return true;
    }

    /// <summary>Gives the last recipient once more.</summary>
    public void Again()
    {
        again = last;
        taken--;
    }

    public void Report(int ticket, DeliveryOutcome outcome)
    {
        if (outcome.Status == DeliveryStatus.Accepted) Interlocked.Increment(ref accepted);
        else Fault ??= outcome;
    }

    public void Dispose()
    {
        file.Dispose();
        values.Dispose();
    }

    private string? Next(out int ticket)
    {
        lock (gate)
        {
            for (; skip > 0; skip--) file.ReadLine();
            ticket = taken;
            if (taken == settings.Count || (again ?? file.ReadLine()) is not { } line) return null;
            taken++;
            again = null;
            return last = line;
        }
    }

    private void Fill(MergeValues values, string line, OutgoingMessage message)
    {
        var name = line.IndexOf('\t', StringComparison.Ordinal) + 1;
        var token = line.AsSpan(line.IndexOf('\t', name) + 1);
        var to = new Mailbox(line[..(name - 1)], line[name..^(token.Length + 1)]);

        Span<char> room = stackalloc char[LongestLink];
        values.Clear();
        values.To = to;
        values.Date = TimeProvider.System.GetUtcNow();
        values.SetMessageId(Join(room, token, "@news.example.test"));
        values.SetText(StandardDigest.NameSlot, to.Name);
        values.SetText(StandardDigest.UnsubscribeSlot, Join(room, StandardDigest.Site + "/u/", token));
        values.SetText(StandardDigest.PreferencesSlot, Join(room, StandardDigest.Site + "/p/", token));
        values.SetText(StandardDigest.WebSlot, Join(room, StandardDigest.Site + "/w/", token));
        program.Write(values, message.Content);
        message.Envelope = new(Bounces, to);
    }

    private static ReadOnlySpan<char> Join(Span<char> room, ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        one.CopyTo(room);
        other.CopyTo(room[one.Length..]);
        return room[..(one.Length + other.Length)];
    }
}
