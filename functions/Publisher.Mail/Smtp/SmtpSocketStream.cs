using System.Net.Sockets;

namespace Publisher.Mail.Smtp;

/// <summary>
/// What TLS reads from and writes to. While held back, records are gathered, so that a group of commands and content leaves in one write
/// of the socket, whatever number of TLS records it takes.
/// </summary>
internal sealed class SmtpSocketStream(Socket socket) : Stream
{
    private byte[] gathered = [];
    private int length;
    private bool holdsBack;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void HoldBack() => holdsBack = true;

    public void Release()
    {
        holdsBack = false;
        if (length > 0) socket.Send(gathered.AsSpan(0, length));
        length = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => socket.Receive(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => socket.Receive(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (!holdsBack)
        {
            socket.Send(buffer);
            return;
        }
        if (gathered.Length - length < buffer.Length) Array.Resize(ref gathered, Math.Max(length + buffer.Length, gathered.Length * 2));
        buffer.CopyTo(gathered.AsSpan(length));
        length += buffer.Length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }
}
