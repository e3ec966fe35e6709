using Publisher.Storage;

namespace Publisher.Social;

/// <summary>Do what is next on a network: each has one queue, whatever is in it.</summary>
public sealed record PublishPostWork(string Network) : IWorkMessage<PublishPostWork>
{
    public static string Name => "PublishPost";

    public static int Version => 2;
}
