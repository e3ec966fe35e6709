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

    [Theory]
    [InlineData(4, 2, true)]
    [InlineData(4, MergeLimits.Flags, true)]
    [InlineData(4, 0, false)]
    [InlineData(4, -1, false)]
    [InlineData(4, MergeLimits.Flags + 1, false)]
    [InlineData(4, int.MaxValue, false)]
    [InlineData(4, int.MinValue, false)]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(2, 1, false)]
    [InlineData(5, 0, false)]
    public void A_condition_whose_limit_no_one_could_have_set_is_refused(byte kind, int limit, bool taken)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(1); // conditions
        writer.Write(kind);
        writer.Write((short)0); // rule and form
        writer.Write(limit);
        writer.Write(1); // flags
        writer.Write(7);
        for (var table = 0; table < 3; table++) writer.Write(0); // words, steps, blocks
        var refused = Record.Exception(() => MergeProgram.Load(Sealed(stream.ToArray())));
        if (taken) Assert.Null(refused);
        else Assert.IsType<MergeProgramException>(refused);
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
        BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(4), MergeProgramFormat.Version);
        SHA256.HashData(body, blob.AsSpan(8));
        body.CopyTo(blob, Preface);
        return blob;
    }
}
