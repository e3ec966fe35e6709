namespace Publisher.Tables.Tests.Faults;

/// <summary>A body off the network: not seekable, read asynchronously only.</summary>
public abstract class NetworkStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}

/// <summary>Some bytes, then a reset.</summary>
public sealed class BrokenStream(byte[] first) : NetworkStream
{
    private bool given;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (given) throw new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely.");
        given = true;
        first.CopyTo(buffer);
        return ValueTask.FromResult(first.Length);
    }
}

/// <summary>Nothing, for ever.</summary>
public sealed class StalledStream : NetworkStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }
}

/// <summary>So many bytes of one letter; counts what is taken.</summary>
public sealed class LongStream(long length) : NetworkStream
{
    public long Taken { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = (int)Math.Min(buffer.Length, length - Taken);
        buffer.Span[..count].Fill((byte)'[');
        Taken += count;
        return ValueTask.FromResult(count);
    }
}
