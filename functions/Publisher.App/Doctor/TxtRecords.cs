using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Publisher.App.Doctor;

/// <summary>Asks the machine's name servers for TXT records, which the platform's resolver does not give (RFC 1035).</summary>
/// <param name="servers">Whom to ask, one after the other; null for those that the machine asks.</param>
public sealed class TxtRecords(IReadOnlyList<IPEndPoint>? servers = null)
{
    private const int Port = 53;
    private const int HeaderSize = 12;
    private const ushort Txt = 16;
    private const ushort Opt = 41;
    private const ushort Internet = 1;
    private const int NoError = 0;
    private const int NoSuchName = 3;

    /// <summary>Octets of an answer by UDP, which the question offers to take (RFC 6891): a key of 4096 bits fits.</summary>
    private const int MaxAnswer = 1232;

    /// <summary>A name server that does not answer in this time is passed over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <returns>The texts of a name, empty where it has none; null where nobody could say.</returns>
    public async Task<IReadOnlyList<string>?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (Question(name) is not { } question) return null;
        foreach (var server in servers ?? Machines())
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            try
            {
                var answer = await AskAsync(server, question, limit.Token);
                if (answer.Length >= HeaderSize && (answer[2] & 2) != 0) answer = await AskWholeAsync(server, question, limit.Token);
                if (Read(answer, question) is { } texts) return texts;
            }
            catch (Exception fault) when (fault is SocketException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                // The next one may know.
            }
        }

        return null;
    }

    private static List<IPEndPoint> Machines()
    {
        try
        {
            return [.. NetworkInterface.GetAllNetworkInterfaces()
                .Where(each => each.OperationalStatus != OperationalStatus.Down)
                .SelectMany(each => each.GetIPProperties().DnsAddresses)
                .Distinct()
                .Take(4)
                .Select(address => new IPEndPoint(address, Port))];
        }
        catch (Exception fault) when (fault is NetworkInformationException or PlatformNotSupportedException)
        {
            return [];
        }
    }

    /// <summary>Null for what is no name.</summary>
    private static byte[]? Question(string name)
    {
        var labels = name.TrimEnd('.').Split('.');
        if (labels.Any(label => label.Length is 0 or > 63 || !label.All(char.IsAscii)) || name.Length > 253) return null;
        var octets = new List<byte>();
        octets.AddRange(RandomNumberGenerator.GetBytes(2));
        // Recursion is wanted; one question, and one addition that says how much may come back.
        octets.AddRange([1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);
        foreach (var label in labels)
        {
            octets.Add((byte)label.Length);
            octets.AddRange(Encoding.ASCII.GetBytes(label));
        }

        octets.AddRange([0, 0, (byte)Txt, 0, (byte)Internet, 0, 0, (byte)Opt, MaxAnswer >> 8, MaxAnswer & 255, 0, 0, 0, 0, 0, 0]);
        return [.. octets];
    }

    private static async Task<byte[]> AskAsync(IPEndPoint server, byte[] question, CancellationToken cancellationToken)
    {
        using var socket = new UdpClient(server.AddressFamily);
        socket.Connect(server);
        await socket.SendAsync(question, cancellationToken);
        return (await socket.ReceiveAsync(cancellationToken)).Buffer;
    }

    /// <summary>By TCP, where there is room for all.</summary>
    private static async Task<byte[]> AskWholeAsync(IPEndPoint server, byte[] question, CancellationToken cancellationToken)
    {
        using var client = new TcpClient(server.AddressFamily);
        await client.ConnectAsync(server, cancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[] { (byte)(question.Length >> 8), (byte)question.Length }, cancellationToken);
        await stream.WriteAsync(question, cancellationToken);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellationToken);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellationToken);
        return answer;
    }

    /// <summary>The texts of an answer.</summary>
    /// <returns>Null for what is no answer to the question, or a refusal.</returns>
    public static IReadOnlyList<string>? Read(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> question)
    {
        if (answer.Length < HeaderSize || !answer[..2].SequenceEqual(question[..2]) || (answer[2] & 0x80) == 0) return null;
        if ((answer[3] & 15) == NoSuchName) return [];
        if ((answer[3] & 15) != NoError) return null;
        var (questions, answers) = (BinaryPrimitives.ReadUInt16BigEndian(answer[4..]), BinaryPrimitives.ReadUInt16BigEndian(answer[6..]));
        var at = HeaderSize;
        for (; questions > 0; questions--) at = AfterName(answer, at) + 4;
        var texts = new List<string>();
        for (; answers > 0; answers--)
        {
            at = AfterName(answer, at);
            if (at + 10 > answer.Length) return null;
            var (type, length) = (BinaryPrimitives.ReadUInt16BigEndian(answer[at..]), BinaryPrimitives.ReadUInt16BigEndian(answer[(at + 8)..]));
            at += 10;
            if (at + length > answer.Length) return null;
            if (type == Txt) texts.Add(Text(answer.Slice(at, length)));
            at += length;
        }

        return texts;
    }

    /// <summary>Its strings put together.</summary>
    private static string Text(ReadOnlySpan<byte> data)
    {
        var text = new StringBuilder();
        while (data.Length > 0)
        {
            var length = Math.Min(data[0], data.Length - 1);
            text.Append(Encoding.UTF8.GetString(data.Slice(1, length)));
            data = data[(1 + length)..];
        }

        return text.ToString();
    }

    /// <summary>Where a name ends, which may go on elsewhere (RFC 1035 §4.1.4); past the end of the answer where it does not.</summary>
    private static int AfterName(ReadOnlySpan<byte> answer, int at)
    {
        while (at < answer.Length)
        {
            if ((answer[at] & 0xC0) == 0xC0) return at + 2;
            if (answer[at] == 0) return at + 1;
            at += 1 + answer[at];
        }

        return answer.Length;
    }
}
