using NodaTime;
using NodaTime.Text;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Mail.Mime;
using Publisher.Mail.Transport;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.Notices;

/// <summary>
/// Sends one notice. It may be called any number of times, by any number of instances at once: the notice's row is claimed by a conditional write
/// before the mail leaves, and says afterwards what became of it. Only a mail whose outcome was lost is sent again, under the same Message-ID.
/// </summary>
public sealed class SendNotice(
    NoticeTable notices,
    SubscriberList subscribers,
    Suppressions suppressions,
    SubscriberHistory history,
    ComposeNotice compose,
    WarnStaff warnings,
    Sender sender,
    IMailTransports transports,
    WorkQueues queues,
    TimeProvider clock,
    ReturnPaths? returnPaths = null)
{
    /// <summary>Tries of one notice: with the waits between them about half a day, within which a greylisting or a broken relay ends.</summary>
    public const int MaxAttempts = 16;

    /// <summary>Where a transport that keeps files keeps notices.</summary>
    public const string Folder = "notices";

    /// <summary>Wait before the second try; it doubles with each further one.</summary>
    private static readonly Duration FirstRetry = Duration.FromMinutes(1);

    /// <summary>Longest wait between two tries.</summary>
    private static readonly Duration LongestRetry = Duration.FromHours(1);

    /// <summary>Longer than the host lets a run last (functionTimeout, 5 min): who has been sending for so long is dead.</summary>
    private static readonly Duration LongestRun = Duration.FromMinutes(6);

    private static readonly Duration LookAgain = Duration.FromSeconds(70);

    private LocalDate forgotten;

    /// <returns>What happened, in a sentence.</returns>
    /// <exception cref="UnknownWorkException">The message names no notice.</exception>
    public async Task<string> RunAsync(SendNoticeWork work, CancellationToken cancellationToken)
    {
        var (day, kind, key) = Read(work);
        await ForgetOldAsync(cancellationToken);
        var name = $"Notice {kind.ToString().ToLowerInvariant()} of {work.Day} to {work.Subscriber[..8]}…";
        var found = await notices.FindAsync(day, kind, key, cancellationToken) ?? new Notice(day, kind, key, NoticeState.Waiting, 0, clock.Now());
        if (found.State == NoticeState.Done) return $"{name} is done: {found.Note}";
        if (found.State == NoticeState.Sending && clock.Now() - found.Since < LongestRun) return await LaterAsync(work, $"{name} is being sent by another instance", LookAgain, cancellationToken);
        if (await notices.TrySaveAsync(found with { State = NoticeState.Sending, Attempt = found.Attempt + 1, Since = clock.Now() }, cancellationToken) is not { } claimed)
            return await LaterAsync(work, $"{name} is being sent by another instance", LookAgain, cancellationToken);

        if (await WriteAsync(claimed, cancellationToken) is not { } written) return await DoneAsync(claimed, name, "not sent: nobody waits for it any more", cancellationToken);
        var outcome = await DeliverAsync(written, cancellationToken);
        var said = Describe(outcome) + (found.State == NoticeState.Sending ? ", perhaps for the second time" : "");
        if (outcome.Status == DeliveryStatus.Accepted || outcome.Status == DeliveryStatus.Rejected || claimed.Attempt >= MaxAttempts)
        {
            if (kind == NoticeKind.Confirm) await history.AddAsync(key, new HistoryEntry(clock.Now(), HistoryEvent.ConfirmationSent, HistoryChannel.Mail, Detail: said), cancellationToken);
            return await DoneAsync(claimed, name, said, cancellationToken);
        }

        var wait = Duration.Min(LongestRetry, FirstRetry * (1 << Math.Min(claimed.Attempt - 1, 6)));
        if (outcome.RetryAfter is { } asked) wait = Duration.Max(wait, Duration.FromTimeSpan(asked));
        await notices.TrySaveAsync(claimed with { State = NoticeState.Waiting, Since = clock.Now(), Note = said }, cancellationToken);
        return await LaterAsync(work, $"{name}: {said}, to be tried again in {wait.TotalMinutes:0} min", wait, cancellationToken);
    }

    private static (LocalDate Day, NoticeKind Kind, SubscriberKey Key) Read(SendNoticeWork work)
    {
        if (LocalDatePattern.Iso.Parse(work.Day ?? "") is { Success: true } day
            && Enum.TryParse<NoticeKind>(work.Notice, out var kind) && Enum.IsDefined(kind)
            && work.Subscriber is { Length: SubscriberKey.Size * 2 } hex && hex.All(char.IsAsciiHexDigitLower))
            return (day.Value, kind, SubscriberKey.FromBytes(Convert.FromHexString(hex)));
        throw new UnknownWorkException("The message names no notice.");
    }

    /// <summary>Who gets the notice, as they are now; null where it has become wrong meanwhile.</summary>
    private Task<Subscriber?> ReaderAsync(NoticeKind kind, LocalDate day, SubscriberKey key, CancellationToken cancellationToken) =>
        kind is NoticeKind.MoveOld or NoticeKind.MoveNew ? MovingAsync(kind, day, key, cancellationToken) : SigningUpAsync(kind, key, cancellationToken);

    private async Task<Subscriber?> SigningUpAsync(NoticeKind kind, SubscriberKey key, CancellationToken cancellationToken) =>
        await subscribers.FindAsync(key, cancellationToken) is { } reader
        && (reader.Status == SubscriptionStatus.Confirmed) == (kind == NoticeKind.Subscribed)
        && (kind == NoticeKind.Subscribed || reader.Asked is not null)
        && !await suppressions.StopsAllAsync(key, cancellationToken)
            ? kind == NoticeKind.Confirm ? reader.AsAsked() : reader
            : null;

    /// <summary>Who wants another address; for the notice to that one with it in the place of their own.</summary>
    private async Task<Subscriber?> MovingAsync(NoticeKind kind, LocalDate day, SubscriberKey key, CancellationToken cancellationToken)
    {
        if (await subscribers.FindAsync(key, cancellationToken) is not { Status: SubscriptionStatus.Confirmed, Move: { IsAgreed: false } move } reader) return null;
        // One of a wish that another has replaced since would be a second mail of that one.
        if (move.Day != day) return null;
        if (kind == NoticeKind.MoveOld) return await suppressions.StopsAllAsync(key, cancellationToken) ? null : reader;
        return await suppressions.StopsAllAsync(SubscriberKey.Of(move.To), cancellationToken) ? null : reader with { Address = move.To.Mailbox };
    }

    /// <summary>The mail as it is to be sent now; null where nobody waits for it any more.</summary>
    private async Task<Single?> WriteAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (notice.Kind == NoticeKind.Alert)
            return await warnings.FindAsync(notice.Subscriber, cancellationToken) is { } found ? new Single(compose.Compose(notice, found.Alert, found.Reader, clock.Now()), sender.From) : null;
        return await ReaderAsync(notice.Kind, notice.Day, notice.Subscriber, cancellationToken) is { } reader
            ? new Single(compose.Compose(notice, reader, clock.Now()), returnPaths?.Of(reader.Key) ?? sender.From)
            : null;
    }

    private async Task<DeliveryOutcome> DeliverAsync(Single single, CancellationToken cancellationToken)
    {
        await using var transport = transports.Open(Folder);
        await transport.DeliverAsync(single, cancellationToken);
        Telemetry.Count("notice", single.Outcome);
        return single.Outcome;
    }

    private async Task<string> DoneAsync(Notice claimed, string name, string note, CancellationToken cancellationToken)
    {
        await notices.TrySaveAsync(claimed with { State = NoticeState.Done, Since = clock.Now(), Note = note }, cancellationToken);
        return $"{name}: {note}";
    }

    private async Task<string> LaterAsync(SendNoticeWork work, string said, Duration wait, CancellationToken cancellationToken)
    {
        await queues.SendAsync(work, cancellationToken, wait.ToTimeSpan());
        return said;
    }

    private async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        var today = clock.Now().InUtc().Date;
        if (forgotten == today) return;
        forgotten = today;
        await notices.ForgetAsync(today, cancellationToken);
    }

    private static string Describe(DeliveryOutcome outcome)
    {
        var status = outcome.Status.ToString().ToLowerInvariant();
        if (outcome.Status == DeliveryStatus.Accepted) return status;
        var reply = outcome.ReplyCode > 0 ? $", reply {outcome.ReplyCode} {outcome.Enhanced}".TrimEnd() : "";
        return $"{status}: {outcome.Reason.ToString().ToLowerInvariant()}{reply}";
    }

    /// <summary>One message for the transport.</summary>
    private sealed class Single(Message message, Mailbox envelopeFrom) : IMessageSource
    {
        private int taken;

        public DeliveryOutcome Outcome { get; private set; } = new(DeliveryStatus.Deferred, DeliveryReason.Cancelled);

        public bool TryTake(OutgoingMessage outgoing)
        {
            if (Interlocked.Exchange(ref taken, 1) == 1) return false;
            MessageComposer.Compose(message, outgoing.Content);
            outgoing.Envelope = new Envelope(envelopeFrom, message.To);
            return true;
        }

        public void Report(int ticket, DeliveryOutcome outcome) => Outcome = outcome;
    }
}
