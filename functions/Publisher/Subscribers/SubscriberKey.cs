using System.Security.Cryptography;
using System.Text;

namespace Publisher.Subscribers;

/// <summary>
/// The SHA-256 of a normalised address, in hex. So an address is found without an index, nothing that is logged or linked shows
/// one, and the table is spread evenly: the first two digits are the partition, and any range of keys is a fair share of the audience.
/// </summary>
public readonly record struct SubscriberKey
{
    /// <summary>Bytes of the hash.</summary>
    public const int Size = 32;

    private readonly string? hex;

    private SubscriberKey(string hex) => this.hex = hex;

    /// <summary>64 lower-case hex digits.</summary>
    public string Hex => hex ?? throw new InvalidOperationException("The key of nobody.");

    /// <summary>Enough to follow one subscriber through a log by, too little to try out addresses on.</summary>
    public string Short => Hex[..8];

    public string PartitionKey => Hex[..2];

    public string RowKey => Hex[2..];

    public static SubscriberKey Of(Address address) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.Normal))));

    public static SubscriberKey FromRow(string partitionKey, string rowKey) => new(partitionKey + rowKey);

    public static SubscriberKey FromBytes(ReadOnlySpan<byte> hash) =>
        hash.Length == Size ? new(Convert.ToHexStringLower(hash)) : throw new ArgumentException("A key has 32 bytes.", nameof(hash));

    public byte[] ToBytes() => Convert.FromHexString(Hex);

    public override string ToString() => Hex;
}

/// <summary>Whole partitions of the subscriber table, from the first to the last, both included; each 0 to 255.</summary>
public readonly record struct KeyRange(int First, int Last)
{
    public const int Partitions = 256;

    public static KeyRange Everything { get; } = new(0, Partitions - 1);

    public string FirstPartition => PartitionKey(First);

    public string LastPartition => PartitionKey(Last);

    public static string PartitionKey(int partition) => partition.ToString("x2", System.Globalization.CultureInfo.InvariantCulture);

    public override string ToString() => $"{FirstPartition}–{LastPartition}";
}
