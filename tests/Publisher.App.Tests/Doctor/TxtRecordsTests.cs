using System.Net;
using System.Net.Sockets;
using System.Text;
using Publisher.App.Doctor;

namespace Publisher.App.Tests.Doctor;

/// <summary>Questions to a name server of the test's own, over real sockets.</summary>
public sealed class TxtRecordsTests
{
    [Fact]
    public async Task A_record_in_pieces_is_put_together_and_others_are_passed_over()
    {
        using var server = new NameServer(question => Answer(question, 0, ["v=DKIM1; k=rsa; p=", "AAAA"], ["zażółć"]));

        Assert.Equal(["v=DKIM1; k=rsa; p=AAAA", "zażółć"], await new TxtRecords([server.At]).FindAsync("key._domainkey.example.org", default));
    }

    [Fact]
    public async Task A_name_that_there_is_not_has_no_record_and_a_server_that_cannot_say_is_not_believed()
    {
        using var without = new NameServer(question => Answer(question, 3));
        using var broken = new NameServer(question => Answer(question, 2));
        using var foreign = new NameServer(question => Answer([(byte)(question[0] + 1), .. question[1..]], 0, ["v=DKIM1; p=FORGED"]));
        using var garbage = new NameServer(_ => [1, 2, 3]);
        using var cut = new NameServer(question => Answer(question, 0, ["text"])[..^3]);

        Assert.Empty((await new TxtRecords([without.At]).FindAsync("a.example.org", default))!);
        foreach (var server in (NameServer[])[broken, foreign, garbage, cut]) Assert.Null(await new TxtRecords([server.At]).FindAsync("a.example.org", default));
        Assert.Empty((await new TxtRecords([broken.At, without.At]).FindAsync("a.example.org", default))!);
        Assert.Null(await new TxtRecords([]).FindAsync("a.example.org", default));
        Assert.Null(await new TxtRecords([without.At]).FindAsync("a..example.org", default));
    }

    [Fact]
    public void Whatever_comes_back_nothing_breaks()
    {
        var chance = new Random(20230502);
        var question = new byte[] { 7, 8, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', 0, 0, 16, 0, 1 };
        var good = Answer(question, 0, ["v=DKIM1; p=AAAA", "B"]);
        for (var round = 0; round < 5000; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = chance.Next(1, 6); change > 0; change--) bytes[chance.Next(2, bytes.Length)] = (byte)chance.Next(256);
            var length = chance.Next(bytes.Length + 1);
            _ = TxtRecords.Read(bytes.AsSpan(0, length), question);
        }
    }

    private static byte[] Answer(byte[] question, byte code, params string[][] records)
    {
        var end = 12;
        while (question[end] != 0) end += 1 + question[end];
        var octets = new List<byte> { question[0], question[1], 0x81, (byte)(0x80 | code), 0, 1, 0, (byte)records.Length, 0, 0, 0, 0 };
        octets.AddRange(question[12..(end + 5)]);
        foreach (var record in records)
        {
            var data = record.SelectMany(part => Encoding.UTF8.GetBytes(part).Prepend((byte)Encoding.UTF8.GetByteCount(part))).ToArray();
            octets.AddRange([0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length]);
            octets.AddRange(data);
        }

        return [.. octets];
    }

    private sealed class NameServer : IDisposable
    {
        private readonly UdpClient socket = new(new IPEndPoint(IPAddress.Loopback, 0));

        public NameServer(Func<byte[], byte[]> answer) => _ = ServeAsync(answer);

        public IPEndPoint At => (IPEndPoint)socket.Client.LocalEndPoint!;

        public void Dispose() => socket.Dispose();

        private async Task ServeAsync(Func<byte[], byte[]> answer)
        {
            try
            {
                while (true)
                {
                    var asked = await socket.ReceiveAsync();
                    await socket.SendAsync(answer(asked.Buffer), asked.RemoteEndPoint);
                }
            }
            catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
            {
                // The test is over.
            }
        }
    }
}
