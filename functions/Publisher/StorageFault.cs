using Azure;

namespace Publisher;

/// <summary>Tells faults of storage from our own. After several tries over a broken network Azure.Core gathers them in one exception.</summary>
public static class StorageFault
{
    public static bool Is(Exception fault) => fault is RequestFailedException || (fault is AggregateException several && several.Flatten().InnerExceptions.Any(Is));
}
