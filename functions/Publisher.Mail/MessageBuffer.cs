using System.Buffers;

namespace Publisher.Mail;

/// <summary>
/// The octets of one message in a pooled array, with room in front for fields that are known last. It is reused from message to message
/// and grows to the longest of them. Not safe for several threads at once.
/// </summary>
public sealed class MessageBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>Room in front, in octets: a signature field with a key of 4096 bits takes about 1,300, the commands of an envelope 700.</summary>
    public const int Headroom = 4096;

    /// <summary>First size, in octets: a usual message and its envelope.</summary>
    private const int FirstSize = 40 * 1024;

    private byte[] array = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int start = Headroom;
    private int end = Headroom;

    /// <summary>Octets in it.</summary>
    public int Length => end - start;

    /// <summary>What is in it; valid until the next write.</summary>
    public ReadOnlyMemory<byte> Written => array.AsMemory(start, end - start);

    /// <summary>Empties it; the array is kept.</summary>
    public void Clear() => start = end = Headroom;

    /// <summary>Puts octets in front of what is there.</summary>
    /// <param name="octets">At most what is left of <see cref="Headroom"/>.</param>
    /// <exception cref="ArgumentException">There is not so much room in front.</exception>
    public void Prepend(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > start) throw new ArgumentException("More than the room in front.", nameof(octets));
        start -= octets.Length;
        octets.CopyTo(array.AsSpan(start));
    }

    /// <summary>Takes away octets in front: undoes <see cref="Prepend"/>.</summary>
    internal void DropFront(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length);
        start += count;
    }

    /// <summary>Keeps so many octets and takes away what was written behind them.</summary>
    internal void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        end = start + length;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, array.Length - end);
        end += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return array.AsMemory(end);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return array.AsSpan(end);
    }

    /// <summary>Gives the array back; the buffer is not to be used afterwards.</summary>
    public void Dispose()
    {
        var old = array;
        array = [];
        start = end = 0;
        if (old.Length > 0) ArrayPool<byte>.Shared.Return(old);
    }

    private void Ensure(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var needed = checked(end + Math.Max(sizeHint, 1));
        if (needed <= array.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(2L * array.Length, Array.MaxLength)));
        array.AsSpan(start, end - start).CopyTo(larger.AsSpan(start));
        ArrayPool<byte>.Shared.Return(array);
        array = larger;
    }
}
