using Publisher.Storage;

namespace Publisher.Social;

/// <summary>Post one item to one network.</summary>
/// <param name="Item">As <c>call/2023-2</c>.</param>
public sealed record PublishPostWork(string Network, string Item) : IWorkMessage<PublishPostWork>
{
    public static string Name => "PublishPost";

    public static int Version => 1;
}
