namespace Azure.Data.Tables;

/// <summary>
/// A row of a table. A class of one's own implements this and has a parameterless constructor; its public read-write properties
/// become the row's properties: string, int, long, bool, double, Guid, DateTime, DateTimeOffset, byte[], BinaryData, their nullable
/// forms, and enums (kept by name). <c>[IgnoreDataMember]</c> leaves one out, <c>[DataMember(Name = "…")]</c> renames one.
/// </summary>
public interface ITableEntity
{
    /// <summary>First half of the row's key: at most 1 KiB of UTF-16, without control characters and / \ # ?.</summary>
    string PartitionKey { get; set; }

    /// <summary>Second half of the row's key, unique within its partition; the limits of <see cref="PartitionKey"/>.</summary>
    string RowKey { get; set; }

    /// <summary>When the service last changed the row, UTC. Set by the service; ignored on writing.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>
    /// The row's version as last read; pass it to an update or delete to be refused if another writer came first. Ignored on writing.
    /// </summary>
    ETag ETag { get; set; }
}
