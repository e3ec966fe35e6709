using System.Diagnostics;
using Publisher.Mail.Dkim;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.Bench;

/// <summary>The verb <c>smtp</c>: sends the standard digest, and tells what it cost.</summary>
internal static class SmtpRun
{
    public static async Task<int> RunAsync(BenchSettings settings)
    {
        var program = StandardDigest.Compile(settings.TemplateFolder);
        using var digest = new DigestSource(program, settings);
        using var signer = settings.Signs ? new DkimSigner(settings.DkimDomain, settings.DkimSelector, await File.ReadAllTextAsync(settings.DkimKey)) : null;
        IMessageSource source = signer is null ? digest : new SigningSource(digest, signer);
        await using var transport = new SmtpTransport(new()
        {
            Host = settings.Host,
            Port = settings.Port,
            Security = settings.Encrypts ? SmtpSecurity.StartTls : SmtpSecurity.None,
            CaFile = settings.Encrypts ? settings.CaFile : null,
            MaxConnections = settings.Connections,
            ClientName = "bench.example.test",
        });

        var begun = Stopwatch.GetTimestamp();
        await transport.DeliverAsync(source, CancellationToken.None);
        var time = Stopwatch.GetElapsedTime(begun);

        using var self = Process.GetCurrentProcess();
        Console.WriteLine(FormattableString.Invariant(
            $"{digest.Accepted} messages, {digest.Accepted / time.TotalSeconds:F0} messages/s, {self.TotalProcessorTime.TotalMicroseconds / Math.Max(digest.Accepted, 1):F1} µs CPU a message, {self.PeakWorkingSet64 / 1e6:F0} MB at most"));
        if (digest.Accepted == settings.Count) return 0;
        await Console.Error.WriteLineAsync(digest.Fault is { } fault
            ? $"Not all were accepted: {fault}"
            : $"RECIPIENTS ({settings.Recipients}) holds fewer than the {settings.Offset} + {settings.Count} rows that OFFSET and COUNT ask for.");
        return 1;
    }
}
