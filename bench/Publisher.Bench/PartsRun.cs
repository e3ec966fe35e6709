using System.Diagnostics;
using Publisher.Mail.Dkim;
using Publisher.Mail.Transport;

namespace Publisher.Bench;

/// <summary>The verb <c>parts</c>: what the parts of a message cost without a network, warm, on one thread.</summary>
internal static class PartsRun
{
    private const int Rounds = 20_000;

    public static int Run(BenchSettings settings)
    {
        var program = StandardDigest.Compile(settings.TemplateFolder);
        using var signer = new DkimSigner(settings.DkimDomain, settings.DkimSelector, File.ReadAllText(settings.DkimKey));
        using var message = new OutgoingMessage();
        using var digest = new DigestSource(program, settings);
        if (!digest.TryTake(message)) return 1;
        Console.WriteLine(FormattableString.Invariant($"{message.Content.Length} octets a message"));
        Measure("a recipient read, a message merged", Rounds, () =>
        {
            message.Clear();
            digest.Again();
            digest.TryTake(message);
        });
        Measure("a DKIM signature", Rounds / 20, () =>
        {
            message.Clear();
            digest.Again();
            digest.TryTake(message);
            signer.Sign(message.Content);
        });
        return 0;
    }

    private static void Measure(string what, int rounds, Action part)
    {
        for (var i = 0; i < rounds; i++) part();
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 5; run++)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < rounds; i++) part();
            var time = Stopwatch.GetElapsedTime(begun) / rounds;
            if (time < best) best = time;
        }
        Console.WriteLine(FormattableString.Invariant($"{best.TotalMicroseconds,8:F2} µs  {what}"));
    }
}
