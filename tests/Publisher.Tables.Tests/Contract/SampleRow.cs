using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Publisher.Tables.Tests.Contract;

public enum Season
{
    Spring,
    Autumn,
}

/// <summary>A class with one property of each kind that a table can hold.</summary>
public sealed class SampleRow : ITableEntity
{
    public string PartitionKey { get; set; } = "p";

    public string RowKey { get; set; } = "r";

    public DateTimeOffset? Timestamp { get; set; }

    public ETag ETag { get; set; }

    public string? Text { get; set; }

    public int Number { get; set; }

    public int? NumberOrNot { get; set; }

    public long Big { get; set; }

    public bool Flag { get; set; }

    public double Ratio { get; set; }

    public Guid Id { get; set; }

    public DateTimeOffset Instant { get; set; }

    public DateTime Day { get; set; }

    public byte[]? Bytes { get; set; }

    public BinaryData? Blob { get; set; }

    public Season Season { get; set; }

    public Season? SeasonOrNot { get; set; }

    [DataMember(Name = "Żółw")]
    public string? Renamed { get; set; }

    [IgnoreDataMember]
    public object? Ignored { get; set; }

    public string Derived => $"{Text}!";
}
