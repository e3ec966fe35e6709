using Publisher.Storage;

namespace Publisher.Delivery;

/// <summary>Send one batch of one edition.</summary>
public sealed record SendBatchWork(string Edition, int Batch) : IWorkMessage<SendBatchWork>
{
    public static string Name => "SendBatch";

    public static int Version => 1;
}

/// <summary>Plan an edition that staff let go, and start sending it.</summary>
public sealed record StartEditionWork(string Edition) : IWorkMessage<StartEditionWork>
{
    public static string Name => "StartEdition";

    public static int Version => 1;
}

/// <summary>Close an edition whose batches are all done.</summary>
public sealed record CloseEditionWork(string Edition) : IWorkMessage<CloseEditionWork>
{
    public static string Name => "CloseEdition";

    public static int Version => 1;
}
