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
    [InlineData("X\r\nBcc: m@example.test\r\nY")]
    [InlineData("X: y")]
    [InlineData("X Y")]
    [InlineData("")]
    [InlineData("Żółw")]
    [InlineData("From")]
    [InlineData("bcc")]
    [InlineData("Content-Type")]
    [InlineData("DKIM-Signature")]
    public void A_field_whose_name_is_none_or_the_composers_own_is_refused(string name) =>
        Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Field(name, SlotEscape.UrlPart)));

    [Fact]
    public void A_field_that_is_too_long_for_a_name_is_refused() =>
        Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Field(new string('x', 65), SlotEscape.UrlPart)));

    [Theory]
    [InlineData(SlotEscape.Text)]
    [InlineData(SlotEscape.Markup)]
    public void A_slot_of_words_in_a_field_with_a_grammar_is_refused(SlotEscape escape) =>
        Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Field("X-Field", escape)));

    [Theory]
    [InlineData("X-Field")]
    [InlineData("Subject")]
    public void A_field_that_the_compiler_could_have_written_is_taken(string name) => MergeProgram.Load(Field(name, SlotEscape.UrlPart));

    /// <summary>A program that writes one structured field with one slot.</summary>
    private static byte[] Field(string name, SlotEscape escape)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0); // conditions
        writer.Write(1); // words
        writer.Write(name.Length);
        foreach (var unit in name) writer.Write((ushort)unit);
        writer.Write(3); // steps
        foreach (var (code, a, b) in new (byte, int, int)[] { (8, 0, 0), (10, 0, (int)escape), (12, 0, 0) })
        {
            writer.Write(code);
            writer.Write(a);
            writer.Write(b);
        }
        writer.Write(0); // blocks
        return Sealed(stream.ToArray());
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
