using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Mail;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>What else to know of a preview. Pages word each in the reader's language.</summary>
public enum PreviewNote
{
    Ready, Draft, Blocked,

    // There is nothing in it.
    AllWithdrawn, NothingNew,

    // Of the reader.
    Left, Unconfirmed, Paused, Suppressed, TooLate, NothingForThem,
}

/// <summary>An edition as one reader would get it.</summary>
/// <param name="At">When the mail would leave.</param>
/// <param name="Message">Octet for octet what would leave, before a DKIM signature; null where nothing would.</param>
/// <param name="Web">The page for everyone; null where there is none.</param>
/// <param name="Findings">What the gates say, by the settings and templates of today; blocking ones first.</param>
/// <param name="Codes">What else to know.</param>
public sealed record Preview(
    Edition Edition, Subscriber Reader, Instant At, byte[]? Message, string? Web, IReadOnlyList<Finding> Findings, IReadOnlyList<Reason> Reasons, IReadOnlyList<PreviewNote> Codes)
{
    /// <summary>What else to know, in English sentences.</summary>
    public IReadOnlyList<string> Notes => [.. Codes.Select(Describe)];

    private string Describe(PreviewNote code) => code switch
    {
        PreviewNote.Ready => $"{Edition.Id} is ready and not sent yet: this is what would leave.",
        PreviewNote.Draft => $"{Edition.Id} is a draft: this is what would be made of it now.",
        PreviewNote.Blocked => "It would not be sent before what blocks it is mended.",
        PreviewNote.AllWithdrawn => "It would be skipped: all its items were withdrawn.",
        PreviewNote.NothingNew => "It would be skipped: nothing was published since the last edition.",
        PreviewNote.Left => $"{Reader.Address} has left and is mailed nothing; this is what they would get.",
        PreviewNote.Unconfirmed => $"{Reader.Address} has not confirmed yet and is mailed nothing; this is what they would get.",
        PreviewNote.Paused => $"{Reader.Address} has paused until {LocalDatePattern.Iso.Format(Reader.PausedUntil ?? default)} and is mailed nothing; this is what they would get.",
        PreviewNote.Suppressed => $"{Reader.Address} is on the list of addresses that are never mailed; this is what they would get.",
        PreviewNote.TooLate => "It is too late for this edition: nobody gets it any more.",
        _ => "There is nothing in it for this reader, so they get no mail.",
    };
}

/// <summary>Shows what would leave, by the very code that sends it. Stores, queues and sends nothing.</summary>
public sealed class PreviewEdition(
    PrepareEdition prepare,
    Candidates candidates,
    CompileEdition compile,
    EditionBlobs blobs,
    Items items,
    SubscriberList subscribers,
    Suppressions suppressions,
    Recipients recipients,
    ReadersTold readers,
    Sender sender,
    Districts districts,
    Templates templates,
    RhythmOffer offer,
    DateTimeZone zone,
    TimeProvider clock)
{
    /// <summary>The digest's next edition, if it were made now.</summary>
    /// <param name="asOf">Instead of now.</param>
    /// <param name="withLinks">False for who is not to have the reader's own links, which open and end their subscription: then they are nobody's.</param>
    public async Task<Preview> NextAsync(string digest, Subscriber reader, Instant? asOf, CancellationToken cancellationToken, bool withLinks = true)
    {
        var at = asOf ?? clock.Now();
        var (edition, decisions) = await prepare.ImagineAsync(digest, at, cancellationToken);
        return await ShowAsync(edition, decisions, reader, at, cancellationToken, withLinks);
    }

    /// <summary>An edition as it was compiled; a draft as it would be.</summary>
    /// <param name="asOf">When its mail leaves; for null now, and for one that is closed its cut-off.</param>
    /// <param name="explains">False for who wants to see it only: then no item's reason is looked for, nor what the gates would say of an edition that is out.</param>
    /// <exception cref="RefusedException">Nothing was made of it.</exception>
    public Task<Preview> OfAsync(Edition edition, Subscriber reader, Instant? asOf, CancellationToken cancellationToken, bool explains = true) => edition switch
    {
        { State: not EditionState.Draft, Content: "" } => throw new RefusedException(
            $"Edition {edition.Id} was {edition.State.ToString().ToLowerInvariant()} before it was made.", [new Fault("edition", edition.Note.Length > 0 ? edition.Note : "there is nothing to show").As("nothingMade")]),
        _ => ShowAsync(edition, null, reader, asOf ?? (IsClosed(edition) ? edition.CutOff : clock.Now()), cancellationToken, explains: explains),
    };

    /// <exception cref="RefusedException">Nobody has this address.</exception>
    public async Task<Subscriber> SubscriberAsync(Address address, CancellationToken cancellationToken) =>
        await subscribers.FindAsync(SubscriberKey.Of(address), cancellationToken)
        ?? throw new RefusedException(
            $"There is no subscriber „{address.Mailbox}”.", [new Fault("subscriber", "look for a slip of the keyboard, or leave it out to see what somebody gets who wants everything")]);

    /// <summary>What a made-up reader can choose from.</summary>
    public async Task<Choices> ChoicesAsync(CancellationToken cancellationToken)
    {
        var topics = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var stored in items.AllAsync(cancellationToken)) topics.UnionWith(stored.Item.Topics);
        return new Choices(templates.Languages, districts, [.. topics]);
    }

    private async Task<Preview> ShowAsync(
        Edition edition, IReadOnlyList<Decision>? decisions, Subscriber reader, Instant at, CancellationToken cancellationToken, bool withLinks = true, bool explains = true)
    {
        var made = edition.Content.Length > 0 ? await KeptAsync(edition, reader, explains || edition.Started is null, cancellationToken) : await MakeAsync(edition, decisions, reader, cancellationToken);
        // A made-up reader is there to look at the edition, whatever its rhythm.
        if (edition.Rhythm is { } rhythm && MadeUpReader.Is(reader)) reader = reader with { Rhythm = new RhythmChoice(rhythm, rhythm) };
        if (edition.IsCorrection)
        {
            made = made with
            {
                Compiled = MadeUpReader.Is(reader) && made.Compiled.Entries.Count > 0
                    ? made.Compiled with { Corrects = new Dictionary<SubscriberKey, int> { [reader.Key] = made.Compiled.Entries.Count - 1 } }
                    : await readers.InAsync(edition, made.Compiled, cancellationToken),
            };
        }

        if (edition.Released is null && !IsClosed(edition))
        {
            var told = await candidates.ToldAsync(edition, made.Compiled.Entries, cancellationToken);
            made = made with { Compiled = made.Compiled with { Released = at, Told = told } };
        }

        var notes = Notes(edition, isMade: decisions is null, made, reader, at).ToList();
        if ((await suppressions.InAsync(RangeOf(reader.Key), cancellationToken)).Contains(reader.Key))
            notes.Add(PreviewNote.Suppressed);
        if (explains) decisions ??= await candidates.ExplainAsync(edition, made.Compiled.Entries, cancellationToken);
        return new Preview(
            edition,
            reader,
            at,
            IsLate(edition, at) || !made.Compiled.Offers(reader, at) ? null : Write(made.Compiled, reader, at, withLinks),
            made.Web,
            [.. made.Findings.OrderBy(finding => finding.Severity)],
            decisions is null ? [] : Reasons.For(decisions, made.Compiled.Withdrawn, reader, districts, at, zone, made.Compiled.Reaches, item => made.Compiled.LeftOut(item, reader, at)),
            notes);
    }

    /// <summary>As it would be compiled now.</summary>
    private async Task<Made> MakeAsync(Edition edition, IReadOnlyList<Decision>? decisions, Subscriber reader, CancellationToken cancellationToken)
    {
        var entries = decisions is null
            ? await candidates.EntriesAsync(edition, cancellationToken)
            : [.. decisions.Where(decision => decision.Section is not null).Select(decision => decision.Entry)];
        var programs = new Dictionary<string, MergeProgram>(StringComparer.Ordinal);
        var compiled = CompiledEdition.Of(edition, entries, programs, offer, zone);
        if (entries.Count == 0) return new Made(compiled, null, []);
        var rendered = await compile.RenderAsync(edition, entries, cancellationToken);
        foreach (var (language, digest) in rendered.Languages) programs[language] = sender.Compile(digest, edition.Digest);
        return new Made(compiled, rendered.Languages.GetValueOrDefault(reader.Language, rendered.Languages[CompiledEdition.FallbackLanguage]).Web, rendered.Findings);
    }

    /// <summary>As it was compiled and stored.</summary>
    /// <param name="findings">Whether the gates are asked.</param>
    private async Task<Made> KeptAsync(Edition edition, Subscriber reader, bool findings, CancellationToken cancellationToken)
    {
        var compiled = await CompiledEdition.LoadAsync(edition, blobs, offer, zone, cancellationToken);
        // What is withdrawn later does not change what readers of a closed edition got.
        if (!IsClosed(edition)) compiled = await compiled.WithoutWithdrawnAsync(items, cancellationToken);
        var web = await blobs.FindWebAsync(edition, reader.Language, cancellationToken) ?? await blobs.FindWebAsync(edition, CompiledEdition.FallbackLanguage, cancellationToken);
        return new Made(compiled, web, findings ? (await compile.RenderAsync(edition, compiled.Entries, cancellationToken)).Findings : []);
    }

    private byte[] Write(CompiledEdition edition, Subscriber reader, Instant at, bool withLinks)
    {
        var values = new MergeValues();
        using var message = new MessageBuffer();
        try
        {
            recipients.Fill(values, withLinks ? reader : reader with { Key = MadeUpReader.Nobody }, edition, edition.Offered(reader, at), at);
            edition.For(reader.Language).Write(values, message);
        }
        catch (Exception fault) when (fault is MailFormatException or ArgumentException)
        {
            throw new RefusedException($"No mail can be written to {reader.Address}.", [new Fault("subscriber", fault.Message)]);
        }

        return message.Written.ToArray();
    }

    private static IEnumerable<PreviewNote> Notes(Edition edition, bool isMade, Made made, Subscriber reader, Instant at)
    {
        if (isMade && edition.State == EditionState.Scheduled) yield return PreviewNote.Ready;
        if (isMade && edition.State == EditionState.Draft) yield return PreviewNote.Draft;
        if (made.Compiled.Entries.Count == 0)
        {
            yield return isMade ? PreviewNote.AllWithdrawn : PreviewNote.NothingNew;
            yield break;
        }

        if (edition.State == EditionState.Draft && made.Findings.Any(finding => finding.Severity == Severity.Block)) yield return PreviewNote.Blocked;
        if (reader.Status == SubscriptionStatus.Unsubscribed) yield return PreviewNote.Left;
        if (reader.Status == SubscriptionStatus.Unconfirmed) yield return PreviewNote.Unconfirmed;
        if (reader.PausedUntil is not null && reader.IsPaused(at, made.Compiled.Zone)) yield return PreviewNote.Paused;
        if (IsLate(edition, at)) yield return PreviewNote.TooLate;
        else if (!made.Compiled.Offers(reader, at)) yield return PreviewNote.NothingForThem;
    }

    private static bool IsLate(Edition edition, Instant at) => edition.UselessAfter <= at;

    private static bool IsClosed(Edition edition) => edition.State is EditionState.Sent or EditionState.Skipped or EditionState.Cancelled;

    private static KeyRange RangeOf(SubscriberKey key)
    {
        var partition = Convert.ToInt32(key.PartitionKey, 16);
        return new KeyRange(partition, partition);
    }

    private sealed record Made(CompiledEdition Compiled, string? Web, IReadOnlyList<Finding> Findings);
}
