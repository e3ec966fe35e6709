using System.Security.Cryptography;
using Publisher.Mail.Reading;
using Publisher.Subscribers;

namespace Publisher.Feedback;

/// <summary>
/// Takes in a report that came as a mail: a bounce (RFC 3464) or a complaint (RFC 5965). Whom it is about says only what we signed ourselves: the return path
/// of our mail, or the link by which a reader leaves. An address in clear, or a Message-ID, anybody could write.
/// </summary>
public sealed class TakeReport(TakeFeedback take, SubscriberList subscribers, ReturnPaths returnPaths, LinkTokens tokens, TimeProvider clock)
{
    private const string Source = "inbound";

    /// <summary>The types of feedback that say nothing against our mail (RFC 5965 §7.3).</summary>
    private static readonly string[] NoComplaint = ["not-spam", "auth-failure"];

    /// <param name="message">The whole message, as it came.</param>
    /// <param name="envelopeTo">Whom it was delivered to, where that is known beside it; may be empty.</param>
    public async Task<FeedbackTally> RunAsync(ReadOnlyMemory<byte> message, string envelopeTo, CancellationToken cancellationToken)
    {
        if (ReportReader.Read(message, envelopeTo) is not { } report || KindOf(report) is not { } kind) return new FeedbackTally(0, 0, 1);
        if (await SubscriberAsync(report, cancellationToken) is not { } found) return new FeedbackTally(0, 0, 1);
        var (key, isByLink) = found;
        // Whoever a mail was forwarded to has its link, and can do no more with it in a report than by following it.
        if (isByLink && kind == FeedbackKind.Complaint)
        {
            var left = await subscribers.UnsubscribeAsync(key, HistoryChannel.Complaint, cancellationToken);
            return new FeedbackTally(left ? 1 : 0, left ? 0 : 1, 0);
        }

        // Delivered twice, a message keeps its name; without one, it is what it says.
        var id = report.Id.Length > 0 ? report.Id : Convert.ToHexStringLower(SHA256.HashData(message.Span));
        return await take.RunAsync([new FeedbackEvent(id, kind, key, clock.Now(), Source, report.Detail)], cancellationToken);
    }

    private static FeedbackKind? KindOf(MailReport report) => report switch
    {
        { Kind: ReportKind.Complaint } => NoComplaint.Contains(report.Detail, StringComparer.Ordinal) ? null : FeedbackKind.Complaint,
        { Bounce: Bounce.Hard } => FeedbackKind.HardBounce,
        { Bounce: Bounce.Soft } => FeedbackKind.SoftBounce,
        _ => null,
    };

    private async Task<(SubscriberKey Key, bool IsByLink)?> SubscriberAsync(MailReport report, CancellationToken cancellationToken)
    {
        foreach (var address in report.Addresses)
            if (returnPaths.Read(address) is { } start) return await subscribers.FindByStartAsync(start, cancellationToken) is { } owner ? (owner, false) : null;
        foreach (var link in report.Unsubscribe)
            if (tokens.Read(LinkPurpose.Unsubscribe, link[(link.LastIndexOf('/') + 1)..]) is { } key) return (key, true);
        return null;
    }
}
