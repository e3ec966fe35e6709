namespace Publisher.Bench;

/// <summary>What one client says until it leaves or wants to be encrypted; all replies to a group go out in one write.</summary>
internal sealed class SinkSession(bool isSecured)
{
    private byte[] buffer = new byte[128 * 1024];
    private readonly byte[] replies = new byte[4096];
    private int start;
    private int end;
    private int replied;
    private bool inContent;
    private bool leaves;
    private bool wantsTls;

    /// <returns>True when the client wants TLS, false when it has left.</returns>
    public bool Serve(Stream stream, Action taken)
    {
        while (!leaves && !wantsTls)
        {
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = stream.Read(buffer.AsSpan(end));
            if (read == 0) return false;
            end += read;
            while (inContent ? Content(taken) : Command())
            {
            }
            if (replied > 0) stream.Write(replies.AsSpan(0, replied));
            replied = 0;
        }
        return wantsTls;
    }

    private bool Content(Action taken)
    {
        var content = buffer.AsSpan(start, end - start);
        var dot = content.IndexOf("\r\n.\r\n"u8);
        if (dot < 0) return false;
        start += dot + 5;
        inContent = false;
        taken();
        Say("250 2.0.0 Ok\r\n"u8);
        return true;
    }

    private bool Command()
    {
        var line = buffer.AsSpan(start, end - start);
        var length = line.IndexOf((byte)'\n');
        if (length < 0 || leaves || wantsTls) return false;
        start += length + 1;
        switch (line[0] | 0x20)
        {
            case 'd':
                inContent = true;
                Say("354 Go on\r\n"u8);
                break;
            case 'e':
                Say(isSecured
                    ? "250-sink.example.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n"u8
                    : "250-sink.example.test\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 8BITMIME\r\n"u8);
                break;
            case 's':
                wantsTls = true;
                Say("220 2.0.0 Go on\r\n"u8);
                break;
            case 'q':
                leaves = true;
                Say("221 2.0.0 Bye\r\n"u8);
                break;
            default:
                Say("250 2.0.0 Ok\r\n"u8);
                break;
        }
        return true;
    }

    private void Say(ReadOnlySpan<byte> reply)
    {
        reply.CopyTo(replies.AsSpan(replied));
        replied += reply.Length;
    }
}
