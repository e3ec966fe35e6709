using Publisher.Storage;

namespace Publisher.Notices;

/// <summary>Send one notice to one person.</summary>
/// <param name="Subscriber">Their key; the address is in their row only.</param>
/// <param name="Notice">The kind.</param>
/// <param name="Day">On which it was asked for: <c>2023-05-01</c>.</param>
public sealed record SendNoticeWork(string Subscriber, string Notice, string Day) : IWorkMessage<SendNoticeWork>
{
    public static string Name => "SendNotice";

    public static int Version => 1;
}
