using System.Globalization;
using NodaTime;
using Publisher.App.Public;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff.Console.Send;

/// <summary>Where an edition stands, in words and in numbers: for its page, and for the script that keeps that page up to date.</summary>
/// <param name="Percent">Of those planned, who have been dealt with.</param>
/// <param name="Line">One sentence.</param>
internal sealed record EditionSummary(EditionStatus Status, EditionOutlook Outlook, int Percent, string Line, string Eta, IReadOnlyList<string> Warnings)
{
    public static EditionSummary Of(EditionStatus status, EditionOutlook outlook, SendWords words, Instant now)
    {
        var (edition, texts) = (status.Edition, words.Texts);
        var done = Math.Max(0, status.Planned - status.Remaining);
        var percent = status.Planned == 0 ? 0 : edition.State is EditionState.Sending or EditionState.Paused ? Math.Min(99, 100 * done / status.Planned) : 100;
        var line = edition.State switch
        {
            EditionState.Sending or EditionState.Paused => texts.Fill("sendProgressLine", ("done", Number(done)), ("planned", Number(status.Planned)), ("percent", Number(percent))),
            EditionState.Sent => texts.Count("sendProgressSent", status.Tally.Accepted > 0 || edition.Reached is null ? status.Tally.Accepted : edition.Reached.Value),
            EditionState.Cancelled when edition.Started is not null => texts.Count("sendProgressCancelled", status.Tally.Accepted),
            _ => "",
        };
        var eta = outlook.Eta is { } last ? texts.Fill("sendProgressEta", ("moment", words.Moment(last))) : edition.State == EditionState.Sending ? texts["sendProgressEtaUnknown"] : "";
        return new EditionSummary(status, outlook, percent, line, eta, [.. Warn(status, outlook, words, now)]);
    }

    /// <summary>For the page's table and for the script: names of the counts, in the order shown.</summary>
    public IEnumerable<(string Name, int Count)> Counts
    {
        get
        {
            var tally = Status.Tally;
            return
            [
                ("accepted", tally.Accepted), ("remaining", Status.Remaining), ("deferred", tally.Deferred), ("rejected", tally.Rejected), ("failed", tally.Failed), ("unknown", tally.Unknown),
                ("repeated", tally.Repeated), ("suppressed", tally.Suppressed), ("empty", tally.Empty), ("paused", tally.Paused), ("late", tally.Late),
            ];
        }
    }

    public Dictionary<string, object?> Model(SendWords words) => PageModel.Map(
        ("percent", Number(Percent)),
        ("line", Line),
        ("eta", Eta),
        ("warnings", Warnings.Select(warning => (object)warning).ToList()),
        ("counts", Counts.Where(count => count.Count > 0 || count.Name is "accepted" or "remaining" or "failed").Select(count => (object)PageModel.Map(
            ("name", count.Name), ("label", words.Texts[$"sendCount{Rendering.Words.Capital(count.Name)}"]), ("count", Number(count.Count)))).ToList()));

    private static IEnumerable<string> Warn(EditionStatus status, EditionOutlook outlook, SendWords words, Instant now)
    {
        var texts = words.Texts;
        foreach (var batch in status.Stuck) yield return texts.Fill("sendWarnStuck", ("batch", Number(batch.Number)), ("trouble", batch.Trouble.Length > 0 ? batch.Trouble : "?"));
        if (status.Requeued > 0) yield return texts.Count("sendWarnRequeued", status.Requeued);
        if (status.Tally.Failed > 0) yield return texts.Count("sendWarnFailed", status.Tally.Failed);
        if (outlook.Trouble is { } pace && pace.Until > now) yield return texts.Fill(pace.State == RelayState.Slow ? "sendWarnSlow" : "sendWarnAway", ("moment", words.Moment(pace.Until)), ("reason", pace.Reason));
        foreach (var ending in outlook.Ending)
            yield return ending.Served is { } served
                ? texts.Fill("sendWarnEndingServed", ("item", ending.Item.ToString()), ("moment", words.Moment(served)))
                : texts.Fill("sendWarnEnding", ("item", ending.Item.ToString()));
    }

    private static string Number(int n) => n.ToString(CultureInfo.InvariantCulture);
}
