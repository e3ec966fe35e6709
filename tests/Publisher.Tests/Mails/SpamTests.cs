using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Publisher.Mail;
using Publisher.Mail.Dkim;
using Xunit.Abstractions;

namespace Publisher.Tests.Mails;

/// <summary>SpamAssassin, by the rules it comes with and nothing from any network, on every mail there is.</summary>
public sealed partial class SpamTests(ITestOutputHelper output)
{
    private const string Program = "/usr/bin/spamassassin";

    /// <summary>Points; at 5 a mail is called spam, and others' opinions of the sender come on top.</summary>
    private const double Most = 1.0;

    /// <summary>
    /// Counts letters that look like an e, to find words in disguise. A mail in Ukrainian that quotes a title in Polish has both alphabets
    /// as well: no wording of ours helps, so the rule is told, but costs nothing here (elsewhere 1.0).
    /// </summary>
    private const string TwoAlphabets = "score MIXED_ES 0.001";

    [SkippableFact]
    public async Task Every_mail_scores_below_one_point_signed_and_unsigned()
    {
        var samples = SampleMails.All.ToList();
        using var key = RSA.Create(2048);
        using var signer = new DkimSigner("example.org", "test", key.ExportPkcs8PrivateKeyPem());
        var mails = samples.ConvertAll(sample => (sample.Name, sample.Mail.Content));
        mails.AddRange(samples.ConvertAll(sample => ($"{sample.Name}.signed", Signed(signer, sample.Mail.Content))));

        var verdicts = await JudgeAsync(mails.ConvertAll(mail => mail.Content));

        Assert.Equal(mails.Count, verdicts.Count);
        foreach (var ((name, _), (score, rules)) in mails.Zip(verdicts)) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {score:F1} {rules}"));
        Assert.All(mails.Zip(verdicts), judged => Assert.True(judged.Second.Score < Most, $"{judged.First.Name}: {judged.Second.Score} {judged.Second.Rules}"));
        Assert.All(mails.Zip(verdicts).Where(judged => judged.Second.Rules.Contains("MIXED_ES", StringComparison.Ordinal)), judged => Assert.Contains(".uk", judged.First.Name, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task What_is_spam_is_found()
    {
        var spam = "From: a <a@example.org>\r\nSubject: VIAGRA!!! CLICK HERE\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"u8.ToArray();

        var verdict = Assert.Single(await JudgeAsync([spam]));

        Assert.True(verdict.Score > 100, verdict.Rules);
    }

    private static byte[] Signed(DkimSigner signer, byte[] content)
    {
        using var buffer = new MessageBuffer();
        buffer.Write(content);
        signer.Sign(buffer);
        return buffer.Written.ToArray();
    }

    private static async Task<IReadOnlyList<(double Score, string Rules)>> JudgeAsync(List<byte[]> mails)
    {
        Skip.IfNot(File.Exists(Program), "SpamAssassin is not installed (Debian package spamassassin).");
        using var folder = new ScratchFolder();
        var files = mails.Select((mail, at) => (Mail: mail, Path: Path.Combine(folder.Path, string.Create(CultureInfo.InvariantCulture, $"{at:D4}.eml")))).ToList();
        foreach (var (mail, path) in files) await File.WriteAllBytesAsync(path, [.. Arrived, .. mail]);

        // Nothing that this machine has learnt or been told decides.
        var ended = await Run.ToEndAsync(
            Program,
            ["--local", "--test-mode", "--nocreate-prefs", "--prefspath=/dev/null", "--cf=use_bayes 0", "--cf=clear_report_template", $"--cf={TwoAlphabets}", .. files.Select(file => file.Path)],
            folder.Path,
            ("HOME", folder.Path),
            ("LC_ALL", "C"));

        Assert.True(ended.ExitCode == 0, ended.Error);
        return [.. Status().Matches(ended.Output.ReplaceLineEndings("\n").Replace("\n\t", " ", StringComparison.Ordinal))
            .Select(match => (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value.Replace(" ", "", StringComparison.Ordinal)))];
    }

    /// <summary>What a receiving server writes in front (RFC 5321 §4.4), at the time that the sample mails leave. No address for examples: there is a rule on those.</summary>
    private static readonly byte[] Arrived = Encoding.ASCII.GetBytes(
        "Return-Path: <biuletyn@example.org>\r\nReceived: from mail.example.org (mail.example.org [192.0.43.8])\r\n\tby mx.example.net (Postfix) with ESMTPS id 4Q9Xyz0000z1abc\r\n\tfor <lucja@example.org>; Tue,  2 May 2023 08:00:01 +0200 (CEST)\r\n");

    [GeneratedRegex(@"^X-Spam-Status: (?:Yes|No), score=(-?[0-9.]+) required=[0-9.]+ tests=(.*?) autolearn=", RegexOptions.Multiline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Status();
}
