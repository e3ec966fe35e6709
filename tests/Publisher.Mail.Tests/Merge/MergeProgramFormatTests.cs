using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Merge;

namespace Publisher.Mail.Tests.Merge;

public class MergeProgramFormatTests
{
    private const int Preface = 40;
    private static readonly byte[] Blob = Serialised();

    [Fact]
    public void A_program_read_back_writes_the_same_blob()
    {
        var again = new ArrayBufferWriter<byte>();
        MergeProgram.Load(Blob).Serialize(again);
        Assert.Equal(Blob, again.WrittenSpan.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("PMMP")]
    [InlineData("this is something else altogether, and long enough to be taken for one")]
    public void What_is_no_program_is_refused(string foreign) => Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Encoding.ASCII.GetBytes(foreign)));

    [Theory]
    [InlineData(-1)]
    [InlineData(+1)]
    public void An_older_version_is_refused_as_a_newer_one_is(int later)
    {
        var blob = Blob.ToArray();
        blob[4] = (byte)(MergeProgramFormat.Version + later);
        Assert.Contains("version", Assert.Throws<MergeProgramException>(() => MergeProgram.Load(blob)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_damaged_octet_and_every_shortening_is_found()
    {
        for (var i = 0; i < Blob.Length; i++)
        {
            var blob = Blob.ToArray();
            blob[i] ^= 0x40;
            Assert.Throws<MergeProgramException>(() => MergeProgram.Load(blob));
            Assert.Throws<MergeProgramException>(() => MergeProgram.Load(Blob.AsSpan(0, i)));
        }
    }

    [Fact]
    public void A_forged_program_is_refused_or_writes_without_harm() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(Preface, Blob.Length - 1).Zip(Gen.Choose(0, 255))).ToArbitrary(), changes =>
        {
            var blob = Blob.ToArray();
            foreach (var (at, value) in changes) blob[at] = (byte)value;
            SHA256.HashData(blob.AsSpan(Preface), blob.AsSpan(8));
            try
            {
                var values = new MergeValues { To = new("a@b.test") };
                values.SetMessageId("a@b.test");
                MergeProgram.Load(blob).Write(values, new ArrayBufferWriter<byte>());
            }
            catch (Exception e) when (e is MergeProgramException or Publisher.Mail.Mime.MailFormatException)
            {
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));

    private static byte[] Serialised()
    {
        var blob = new ArrayBufferWriter<byte>();
        MergeProgram.Compile(MergeProgramTests.Definition() with
        {
            Subject = new MergeTemplateBuilder().Text("Cześć ").Slot(0).BeginIf(MergeCondition.AnyOf(1, 2)).Text("!").EndIf().Build(),
            Text = new MergeTemplateBuilder().BeginIf(MergeCondition.FewerThan(2, 1, 2, 3)).Slot(1).EndIf().Text("\n").Build(),
            Html = new MergeTemplateBuilder().Text("<p>").Slot(0).BeginIf(MergeCondition.Plural(PluralRule.Polish, PluralForm.Few, 1, 2, 3)).Count(1, 2, 3).EndIf().Build(),
            TextAttachments = [new("a.txt", "text/plain", new MergeTemplateBuilder().Text("A").Slot(2).Build(), MergeCondition.NoneOf(3))],
        }).Serialize(blob);
        return blob.WrittenSpan.ToArray();
    }
}
