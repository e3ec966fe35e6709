using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Tests.Rendering;

/// <summary>A reader's mail rendered with nothing but what they get, its few blanks filled in by hand.</summary>
internal sealed class PlainMail
{
    public PlainMail(MarkedDigest marked, int items, Subscriber reader, Instant now)
    {
        var flags = new DigestFlags(items);
        var set = Enumerable.Range(0, items).ToHashSet();
        if (reader.Name.Length > 0) set.Add(flags.Named);
        var day = Period.DaysBetween(Rendered.AsOf.InZone(Some.Zone).Date, now.InZone(Some.Zone).Date);
        if (day < DigestFlags.Days) set.Add(flags.Day(day));
        Subject = Markers.Resolve(marked.Subject, set, name => Value(name, reader));
        Calendar = Markers.Resolve(marked.Calendar, set, name => throw new ArgumentException(name, nameof(name)));
        Text = Markers.Resolve(marked.Text, set, name => Value(name, reader)).ReplaceLineEndings("\r\n");
        Html = Markers.Resolve(marked.Html, set, name => Escaped(Value(name, reader))).ReplaceLineEndings("\r\n");
    }

    public string Calendar { get; }

    public string Subject { get; }

    public string Text { get; }

    public string Html { get; }

    private static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static string Value(string slot, Subscriber reader)
    {
        var tokens = new LinkTokens(TestProduct.Settings.Secret);
        var chosen = Rendered.Renderer.Chosen(reader.Language, reader.Interests.Kinds, reader.Interests.Districts, reader.Interests.Topics);
        return slot switch
        {
            "name" => reader.Name,
            "chosen" => chosen,
            "chosenText" => TextWrap.Wrap(chosen),
            "unsubscribe" => Rendered.Sender.UnsubscribeUrl(tokens.Create(LinkPurpose.Unsubscribe, reader.Key)),
            "preferences" => Rendered.Sender.PreferencesUrl(tokens.Create(LinkPurpose.Preferences, reader.Key)),
            _ => throw new ArgumentException(slot, nameof(slot)),
        };
    }
}
