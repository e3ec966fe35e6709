using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>What makes one recipient's mail their own: which items they get, how they are greeted, the link by which they leave.</summary>
public sealed class Recipients(Sender sender, LinkTokens tokens, DigestRenderer renderer, ReturnPaths? returnPaths = null)
{
    public void Fill(MergeValues values, Subscriber subscriber, CompiledEdition edition, Instant now) =>
        Fill(values, subscriber, edition, edition.Offered(subscriber, now), now);

    /// <param name="items">What they get: bit n for the item at place n.</param>
    public void Fill(MergeValues values, Subscriber subscriber, CompiledEdition edition, UInt128 items, Instant now)
    {
        values.Clear();
        values.To = new Mailbox(subscriber.Address, subscriber.Name);
        values.Date = now.InZone(edition.Zone).ToDateTimeOffset();
        values.SetMessageId(MessageId(edition.Id, subscriber.Key));
        var chosen = renderer.Chosen(subscriber.Language, subscriber.Interests.Kinds, subscriber.Interests.Districts, subscriber.Interests.Topics, subscriber.Interests.Deadlines);
        if (edition.HasFollowed(subscriber)) chosen = renderer.ChosenFollowed(subscriber.Language, chosen);
        if (HowOften(subscriber, edition.Offer) is { Length: > 0 } often) chosen += " " + often;
        values.SetText((int)DigestSlot.Name, subscriber.Name);
        values.SetText((int)DigestSlot.Chosen, chosen);
        values.SetText((int)DigestSlot.ChosenText, TextWrap.Wrap(chosen));
        values.SetText((int)DigestSlot.Unsubscribe, sender.UnsubscribeUrl(tokens.Create(LinkPurpose.Unsubscribe, subscriber.Key)));
        values.SetText((int)DigestSlot.Preferences, sender.PreferencesUrl(tokens.Create(LinkPurpose.Preferences, subscriber.Key)));
        var flags = new DigestFlags(edition.Entries.Count);
        values.SetFlag(flags.Named, subscriber.Name.Length > 0);
        flags.SetDay(values, edition.AsOf, now, edition.Zone);
        for (var at = 0; at < edition.Entries.Count; at++) values.SetFlag(at, (items >> at & 1) != 0);
    }

    /// <summary>Said to who chose it: the usual needs no word.</summary>
    private string HowOften(Subscriber subscriber, RhythmOffer offer)
    {
        var (calls, rest) = (offer.Of(subscriber.Rhythm.Calls), offer.Of(subscriber.Rhythm.Rest));
        return calls == Rhythm.Weekly && rest == Rhythm.Weekly ? "" : renderer.HowOften(subscriber.Language, offer.FormOf(calls).ToString(), offer.FormOf(rest).ToString());
    }

    /// <summary>Where reports about mail to one reader come; null where all come to the sender's own address.</summary>
    public Mailbox? ReturnPath(SubscriberKey key) => returnPaths?.Of(key);

    /// <summary>The same edition to the same reader has the same Message-ID for ever: a mail program shows a repeated one once (RFC 5322 §3.6.4).</summary>
    public string MessageId(string edition, SubscriberKey key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{edition}\n{key}"));
        return $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@{sender.Domain}";
    }
}
