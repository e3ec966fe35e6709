using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.Bench;

/// <summary>What <c>edition</c> measures, in a process of its own: the product as it runs in local mode, from the finished edition to the closed one.</summary>
internal static class EditionSend
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync()
    {
        var count = BenchSettings.Number("COUNT", 1000);
        var configuration = EditionRun.Configuration(BenchSettings.Number("SMTP_PORT", 2525));
        configuration["AzureWebJobsStorage"] = BenchSettings.Text("BENCH_STORAGE", "");
        await using var storage = await LocalStorage.OpenAsync(configuration, toStay: true, CancellationToken.None);
        await using var host = await LocalHost.StartAsync(
            configuration, PublisherSettings.Read(configuration, local: true), storage, new AsOfClock(EditionRun.AsOf, TimeProvider.System), 0, LogLevel.Warning, CancellationToken.None);
        T Get<T>()
            where T : notnull
            => host.Services.GetRequiredService<T>();

        using var self = Process.GetCurrentProcess();
        var edition = await Get<PrepareEdition>().RunNowAsync(Get<IReadOnlyList<Digest>>()[0].Id, CancellationToken.None);
        using var operations = new Operations();
        var (cpu, begun) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var (compiling, compiled) = (JitInfo.GetCompilationTime(), JitInfo.GetCompiledMethodCount());
        await Get<DispatchEditions>().SendAsync(edition, CancellationToken.None);
        var planned = Stopwatch.GetElapsedTime(begun);
        self.Refresh();
        var planPeak = self.PeakWorkingSet64;
        // From the first fifth on, what is compiled once is compiled; a function app is, by the publish.
        (TimeSpan Used, int Accepted)? warm = null;
        // What this looks up itself is none of the product's.
        var looks = 1;
        while (await Get<EditionList>().StateAsync(edition.Id, CancellationToken.None) != EditionState.Sent)
        {
            await Task.Delay(Look);
            looks++;
            if (warm is not null) continue;
            looks++;
            var accepted = (await Get<Batches>().OfAsync(edition.Id, CancellationToken.None)).Sum(batch => batch.Tally.Accepted);
            self.Refresh();
            if (accepted >= count / 5) warm = (self.TotalProcessorTime, accepted);
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var (blobs, queues, tables) = operations.Of(storage.ConnectionString);
        tables -= looks;
        self.Refresh();
        var used = self.TotalProcessorTime - cpu;
        var status = await EditionStatus.ReadAsync((await Get<EditionList>().FindAsync(edition.Id, CancellationToken.None))!, Get<Batches>(), CancellationToken.None);
        Console.WriteLine(FormattableString.Invariant(
            $"{count} recipients: {status.Tally.Accepted} accepted in {seconds:F1} s, {status.Tally.Accepted / seconds:F0} messages/s; {used.TotalMicroseconds / count:F1} µs CPU a message from a cold start, {Steady(self.TotalProcessorTime, warm, count):F1} after the first fifth; {self.PeakWorkingSet64 / 1e6:F0} MB at most;"));
        Console.WriteLine(FormattableString.Invariant(
            $"  {(JitInfo.GetCompilationTime() - compiling).TotalMicroseconds / count:F1} µs a message went into compiling {JitInfo.GetCompiledMethodCount() - compiled} methods meanwhile;"));
        Console.WriteLine(FormattableString.Invariant(
            $"  planned in {planned.TotalSeconds:F2} s with {planPeak / 1e6:F0} MB, {status.Batches} batches; storage operations per 1,000 messages: {(blobs + queues + tables) * 1000.0 / count:F1} ({blobs * 1000.0 / count:F1} blob, {queues * 1000.0 / count:F1} queue, {tables * 1000.0 / count:F1} table)"));
        return status.Tally.Accepted == count ? 0 : 1;
    }

    private static double Steady(TimeSpan used, (TimeSpan Used, int Accepted)? warm, int count) =>
        warm is { } from && count > from.Accepted ? (used - from.Used).TotalMicroseconds / (count - from.Accepted) : double.NaN;

    /// <summary>Counts the requests that this process makes, by the port they go to: what the platform itself measures, below every client.</summary>
    private sealed class Operations : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly Dictionary<int, int> byPort = [];

        public Operations()
        {
            listener.InstrumentPublished = (instrument, meters) =>
            {
                if (instrument.Name == "http.client.request.duration") meters.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
            {
                foreach (var (name, value) in tags)
                    if (name == "server.port" && value is int port) Count(port);
            });
            listener.Start();
        }

        public (int Blobs, int Queues, int Tables) Of(string connectionString)
        {
            int Of(string endpoint)
            {
                var part = connectionString.Split(';').First(each => each.StartsWith(endpoint, StringComparison.Ordinal));
                lock (byPort) return byPort.GetValueOrDefault(new Uri(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]).Port);
            }

            return (Of("BlobEndpoint"), Of("QueueEndpoint"), Of("TableEndpoint"));
        }

        public void Dispose() => listener.Dispose();

        private void Count(int port)
        {
            lock (byPort) byPort[port] = byPort.GetValueOrDefault(port) + 1;
        }
    }
}
