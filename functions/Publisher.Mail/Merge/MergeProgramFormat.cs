using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Publisher.Mail.Mime;
using static Publisher.Mail.Merge.MergeCondition;

namespace Publisher.Mail.Merge;

/// <summary>
/// The serialised program: magic "PMMP", version (int32), SHA-256 of the rest, then counts and tables of int32, all little-endian. The
/// hash finds damage; every index is checked all the same, for a hash can be made by anyone.
/// </summary>
internal static class MergeProgramFormat
{
    internal const int Version = 2; // 1 knew no limits of conditions

    private const int Preface = 4 + 4 + SHA256.HashSizeInBytes; // octets

    private static ReadOnlySpan<byte> Magic => "PMMP"u8;

    internal static void Write(MergeOp[] steps, MergeCondition[] conditions, string[] words, byte[] blocks, IBufferWriter<byte> output)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(conditions.Length);
            foreach (var condition in conditions)
            {
                writer.Write((byte)condition.Kind);
                writer.Write((byte)condition.Rule);
                writer.Write((byte)condition.Form);
                writer.Write(condition.Limit);
                writer.Write(condition.Flags.Length);
                foreach (var flag in condition.Flags) writer.Write(flag);
            }
            writer.Write(words.Length);
            foreach (var word in words)
            {
                // As UTF-16, so that no unit is changed: half a pair may find its other half in the slot beside it.
                writer.Write(word.Length);
                foreach (var unit in word) writer.Write((ushort)unit);
            }
            writer.Write(steps.Length);
            foreach (var step in steps)
            {
                writer.Write((byte)step.Code);
                writer.Write(step.A);
                writer.Write(step.B);
            }
            writer.Write(blocks.Length);
            writer.Write(blocks);
        }
        var body = stream.GetBuffer().AsSpan(0, (int)stream.Length);
        if (body.Length > MergeLimits.Program - Preface) throw new MergeProgramException("The program is larger than a program may be.");
        var preface = output.GetSpan(Preface);
        Magic.CopyTo(preface);
        BinaryPrimitives.WriteInt32LittleEndian(preface[4..], Version);
        SHA256.HashData(body, preface[8..]);
        output.Advance(Preface);
        output.Write(body);
    }

    internal static MergeProgram Read(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < Preface || !blob.StartsWith(Magic)) throw new MergeProgramException("These octets are no merge program.");
        var version = BinaryPrimitives.ReadInt32LittleEndian(blob[4..]);
        if (version != Version) throw new MergeProgramException("The merge program is of a version not known here.");
        if (blob.Length > MergeLimits.Program) throw new MergeProgramException("The merge program is larger than a program may be.");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(blob[Preface..], hash);
        if (!hash.SequenceEqual(blob[8..Preface])) throw new MergeProgramException("The merge program is damaged: its hash does not match.");
        try
        {
            using var reader = new BinaryReader(new MemoryStream(blob[Preface..].ToArray()), Encoding.UTF8);
            return Read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or IOException or ArgumentException or FormatException or IndexOutOfRangeException)
        {
            throw new MergeProgramException("The merge program contradicts itself.", e);
        }
    }

    private static MergeProgram Read(BinaryReader reader)
    {
        var conditions = new MergeCondition[Count(reader, 3 + (2 * sizeof(int)))];
        for (var i = 0; i < conditions.Length; i++) conditions[i] = Condition(reader);
        var words = new string[Count(reader, sizeof(int))];
        for (var i = 0; i < words.Length; i++) words[i] = Word(reader);
        var steps = new MergeOp[Count(reader, 1 + (2 * sizeof(int)))];
        for (var i = 0; i < steps.Length; i++) steps[i] = new((MergeCode)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32());
        var blocks = reader.ReadBytes(Count(reader, 1));
        if (reader.BaseStream.Position != reader.BaseStream.Length) throw new FormatException("Something follows the blocks.");
        MergeProgramCheck.Check(steps, conditions, words, blocks);
        return new MergeProgram(steps, conditions, words, blocks);
    }

    private static string Word(BinaryReader reader)
    {
        var word = new char[Count(reader, sizeof(ushort))];
        for (var i = 0; i < word.Length; i++) word[i] = (char)reader.ReadUInt16();
        return new(word);
    }

    private static MergeCondition Condition(BinaryReader reader)
    {
        var kind = (ConditionKind)reader.ReadByte();
        var rule = (PluralRule)reader.ReadByte();
        var form = (PluralForm)reader.ReadByte();
        var limit = reader.ReadInt32();
        if (limit != 0 && kind != ConditionKind.Fewer) throw new FormatException("A condition has a limit that it has no use for.");
        var flags = new int[Count(reader, sizeof(int))];
        for (var i = 0; i < flags.Length; i++) flags[i] = reader.ReadInt32();
        return kind switch
        {
            ConditionKind.Any => AnyOf(flags),
            ConditionKind.All => AllOf(flags),
            ConditionKind.None => NoneOf(flags),
            ConditionKind.Plural when rule <= PluralRule.EastSlavic && form <= PluralForm.Many => Plural(rule, form, flags),
            ConditionKind.Fewer => FewerThan(limit, flags),
            _ => throw new FormatException("No such condition."),
        };
    }

    // Every entry takes so many octets at least: a count beyond what is left is a lie, found before room is made for it.
    private static int Count(BinaryReader reader, int octets)
    {
        var count = reader.ReadInt32();
        return count >= 0 && count <= (reader.BaseStream.Length - reader.BaseStream.Position) / octets ? count : throw new FormatException("A count is out of range.");
    }
}
