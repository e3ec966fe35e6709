using System.Buffers.Binary;

namespace Publisher.Subscribers.Import;

/// <summary>A set of keys at 32 octets each, so that a list of a city's size is compared in a few megabytes.</summary>
internal sealed class KnownKeys
{
    private readonly HashSet<(UInt128 High, UInt128 Low)> keys = [];

    /// <summary>False where the key is there already.</summary>
    public bool Add(SubscriberKey key) => keys.Add(Of(key));

    public bool Contains(SubscriberKey key) => keys.Contains(Of(key));

    private static (UInt128 High, UInt128 Low) Of(SubscriberKey key)
    {
        var octets = key.ToBytes();
        return (BinaryPrimitives.ReadUInt128BigEndian(octets), BinaryPrimitives.ReadUInt128BigEndian(octets.AsSpan(16)));
    }
}
