using System.Buffers.Binary;
using System.Security.Cryptography;
using Publisher.Mail.Merge;

namespace Publisher.Mail.Tests.Merge;

/// <summary>Programs that no compiler wrote, with a hash that fits.</summary>
public sealed class HostileProgramTests
{
    private const int Preface = 40;

    [Fact]
    public void Steps_that_share_a_block_write_it_as_often_as_they_say()
    {
        var values = new MergeValues { To = new("a@b.test") };
        values.SetMessageId("a@b.test");
        using var output = new MessageBuffer();

        MergeProgram.Load(Blob(steps: 100, blockLength: 1000)).Write(values, output);

        Assert.Equal(100_000, output.Length);
    }

    [Fact]
    public void A_program_whose_message_would_be_enormous_is_refused() =>
        Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Blob(steps: 100_000, blockLength: 1_000_000)));

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(1000)]
    public void A_count_of_more_than_there_is_is_refused(int conditions)
    {
        var body = new byte[64];
        BinaryPrimitives.WriteInt32LittleEndian(body, conditions);
        Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Sealed(body)));
    }

    private static byte[] Blob(int steps, int blockLength)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0); // conditions
        writer.Write(0); // words
        writer.Write(steps);
        for (var step = 0; step < steps; step++)
        {
            writer.Write((byte)0);
            writer.Write(0);
            writer.Write(blockLength);
        }

        writer.Write(blockLength);
        writer.Write(new byte[blockLength]);
        return Sealed(stream.ToArray());
    }

    private static byte[] Sealed(byte[] body)
    {
        var blob = new byte[Preface + body.Length];
        "PMMP"u8.CopyTo(blob);
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), 1);
        SHA256.HashData(body, blob.AsSpan(8));
        body.CopyTo(blob, Preface);
        return blob;
    }
}
