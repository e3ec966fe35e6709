namespace Publisher.Mail.Tests.Smtp;

/// <summary>A clock that fails a courier once: something that nobody foresaw.</summary>
internal sealed class BrokenClock : TimeProvider
{
    public volatile bool IsBroken;

    public override long GetTimestamp()
    {
        if (!IsBroken || Thread.CurrentThread.Name != "SMTP courier") return base.GetTimestamp();
        IsBroken = false;
        throw new NotSupportedException("The clock has stopped.");
    }
}
