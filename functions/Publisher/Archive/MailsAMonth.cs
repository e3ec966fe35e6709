using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Archive;

/// <summary>How many mails a month somebody would have had, counted over the editions that went out.</summary>
/// <remarks>An edition says which items it held; where those are for is read from the items as they are now, so that nobody's page waits for a hundred blobs.</remarks>
public sealed class MailsAMonth(EditionList editions, Items items, TimeProvider clock)
{
    /// <summary>Three months: long enough for a mean, short enough to be about today.</summary>
    public static readonly Duration Window = Duration.FromDays(90);

    /// <summary>Of a rhythm that is younger nobody can say yet.</summary>
    public static readonly Duration Least = Duration.FromDays(28);

    /// <summary>The numbers change by the week; a page that anyone may ask for reads the tables this seldom.</summary>
    private static readonly Duration Kept = Duration.FromMinutes(10);

    private static readonly Duration Month = Duration.FromDays(30);

    private MailsPast? last;

    public async Task<MailsPast> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now();
        if (last is { } kept && now - kept.AsOf < Kept && now >= kept.AsOf) return kept;
        var sent = new List<Edition>();
        await foreach (var edition in editions.AllAsync(cancellationToken))
            if (edition is { IsPublic: true, IsForAll: true }) sent.Add(edition);
        var begun = sent.Where(edition => edition.Rhythm is not null).GroupBy(edition => edition.Rhythm!.Value)
            .ToDictionary(group => group.Key, group => group.Min(edition => edition.ReleasedOrMade));
        var known = new Dictionary<ItemRef, Item>();
        if (sent.Count > 0)
            await foreach (var stored in items.AllAsync(cancellationToken)) known[stored.Ref] = stored.Item;
        var recent = sent.Where(edition => edition.ReleasedOrMade > now - Window).Select(edition => new PastMail(
            edition.Rhythm, [.. edition.Items.Where(item => known.ContainsKey(item.Ref)).Select(item => (known[item.Ref], item.Section.IsDeadline()))]));
        return last = new MailsPast(now, [.. recent], begun);
    }

    /// <param name="Rhythm">Null for an announcement.</param>
    public sealed record PastMail(Rhythm? Rhythm, IReadOnlyList<(Item Item, bool Deadline)> Items);

    /// <param name="Mails">Of the window.</param>
    /// <param name="Begun">When the first edition of each rhythm went out.</param>
    public sealed record MailsPast(Instant AsOf, IReadOnlyList<PastMail> Mails, IReadOnlyDictionary<Rhythm, Instant> Begun)
    {
        /// <summary>Mails a month, rounded, in which a rhythm would have brought something of its group; announcements are everybody's.</summary>
        /// <param name="calls">Calls and their deadlines, or the rest.</param>
        /// <returns>0 for less than one; null where there is no telling: it has not been going on for long enough.</returns>
        public int? Of(Rhythm rhythm, bool calls, Interests interests) =>
            SpanOf(rhythm) is { } span ? Mean(Mails.Count(mail => (mail.Rhythm ?? rhythm) == rhythm && Holds(mail, calls, interests)), span) : null;

        /// <summary>Mails a month that somebody would have had altogether.</summary>
        public int? Of(RhythmChoice choice, Interests interests)
        {
            if (SpanOf(choice.Calls) is not { } calls || SpanOf(choice.Rest) is not { } rest) return null;
            return Mean(Mails.Count(mail => ((mail.Rhythm ?? choice.Calls) == choice.Calls && Holds(mail, true, interests)) || ((mail.Rhythm ?? choice.Rest) == choice.Rest && Holds(mail, false, interests))), Duration.Min(calls, rest));
        }

        private Duration? SpanOf(Rhythm rhythm) => Begun.TryGetValue(rhythm, out var first) && AsOf - first >= Least ? Duration.Min(AsOf - first, Window) : null;

        private static bool Holds(PastMail mail, bool calls, Interests interests) =>
            mail.Items.Any(each => each.Item is Call == calls && interests.Want(each.Item, each.Deadline));

        private static int Mean(int mails, Duration span) => (int)Math.Round(mails * Month.TotalDays / span.TotalDays, MidpointRounding.AwayFromZero);
    }
}
