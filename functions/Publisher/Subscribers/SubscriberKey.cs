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

/// <summary>
/// A range of the subscriber table: whole partitions from the first to the last, both included, each 0 to 255; or, where both are the same, a part of
/// one: the rows whose keys begin with the digits from <paramref name="From"/> to <paramref name="To"/>, both included, each 0 to 255.
/// </summary>
public readonly record struct KeyRange(int First, int Last, int From = 0, int To = KeyRange.Partitions - 1)
{
    public const int Partitions = 256;

    public static KeyRange Everything { get; } = new(0, Partitions - 1);

    /// <summary>True where the range ends at partitions' ends.</summary>
    public bool IsWhole => From == 0 && To == Partitions - 1;

    public string FirstPartition => PartitionKey(First);

    public string LastPartition => PartitionKey(Last);

    public static string PartitionKey(int partition) => partition.ToString("x2", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>True for a key that lies in it.</summary>
    public bool Holds(SubscriberKey key)
    {
        var partition = Convert.ToInt32(key.PartitionKey, 16);
        if (partition < First || partition > Last) return false;
        return IsWhole || Convert.ToInt32(key.RowKey[..2], 16) is var digits && digits >= From && digits <= To;
    }

    public override string ToString() => IsWhole ? $"{FirstPartition}–{LastPartition}" : $"{FirstPartition}{PartitionKey(From)}–{LastPartition}{PartitionKey(To)}";
}
