using NodaTime;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.Social.Texts;

/// <summary>What a post is to say.</summary>
/// <param name="Before">The version that is on the wall, where this is its correction; null otherwise.</param>
/// <param name="Withdrawn">The item holds no longer.</param>
internal sealed record PostSubject(Item Item, Occasion Occasion, Item? Before = null, bool Withdrawn = false);

/// <summary>The parts that a post is made of, and taking out of them until it fits. The link, the day and the notice stay whatever happens.</summary>
internal sealed class PostModel(Dictionary<string, object?> model)
{
    /// <summary>Letters of a title that say anything.</summary>
    private const int ShortestTitle = 20;

    private static readonly string[] Cuttable = ["summary", "title", "organisation"];

    public static PostModel Of(PostSubject subject, string link, Organisation organisation, Programmes programmes, Strings strings, DateTimeZone zone, Instant now)
    {
        var item = subject.Item;
        var words = new Words(strings, zone);
        var model = ItemView.Of(item, strings, zone, now, whole: false);
        var known = programmes.Of(item);
        foreach (var key in (string[])["title", "summary"]) model[key] = PostWords.Harmless((string)model[key]!);
        // Who pays is said in the programme's own words, once.
        model["facts"] = ((List<object>)model["facts"]!).Cast<Dictionary<string, object?>>()
            .Where(fact => known.Count == 0 || ((string)fact["label"]! != strings["programme"] && (string)fact["label"]! != strings["funding"]))
            .Select(fact => (object)Named((string)fact["label"]!, PostWords.Harmless((string)fact["value"]!))).ToList();
        model["date"] = item switch
        {
            Call { Closes: { } closes, Results: null } => words.Deadline(closes),
            Event { Starts.IsNone: false } @event => $"{strings["when"]}: {words.Range(@event.Starts, @event.Ends)}",
            _ => "",
        };
        model["funding"] = known.Select(programme => (object)new Dictionary<string, object?>(StringComparer.Ordinal) { ["sentence"] = programme.Sentence }).ToList();
        model["tags"] = string.Join(' ', (string[])[strings["tags" + item.Kind], .. known.Select(programme => programme.Hashtags).Where(tags => tags.Length > 0).Distinct(StringComparer.Ordinal)]);
        model["link"] = link;
        model["organisation"] = PostWords.Harmless(organisation.Name);
        model["left"] = Left(item, words, now);
        model["notice"] = subject.Withdrawn ? strings["postWithdrawn"] : "";
        model["changes"] = subject.Before is null ? new List<object>() : ItemChanges.Between(subject.Before, item, words).Select(change => (object)new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["label"] = strings[change.Label],
            ["before"] = change.Before.Length > 0 ? PostWords.Harmless(change.Before) : strings["notGiven"],
            ["after"] = change.After.Length > 0 ? PostWords.Harmless(change.After) : strings["notGiven"],
        }).ToList();
        return new PostModel(model);
    }

    /// <summary>Renders; takes out the facts from the last on, then shortens the summary, the title, the rest, until the text fits.</summary>
    /// <exception cref="InvalidOperationException">The link alone does not fit, which <see cref="PostText"/> sees to.</exception>
    public string Fit(PostLength length, Func<IReadOnlyDictionary<string, object?>, string> render)
    {
        string Text() => PostWords.Tidy(render(model));
        while (true)
        {
            var text = Text();
            if (length.Fits(text)) return text;
            if (!TakeOut(length.Count(text) - length.Limit)) return Hard(text, length);
        }
    }

    /// <param name="excess">How much has to go at least, in what the network counts.</param>
    private bool TakeOut(int excess)
    {
        if (model["facts"] is List<object> { Count: > 0 } facts)
        {
            facts.RemoveAt(facts.Count - 1);
            return true;
        }

        foreach (var key in Cuttable)
        {
            var (text, shortest) = ((string)model[key]!, key == "title" ? ShortestTitle : 0);
            if (PostWords.Length(text) <= shortest + 1) continue;
            model[key] = PostWords.Cut(text, Math.Max(shortest, PostWords.Length(text) - excess));
            if ((string)model[key]! != text) return true;
        }

        foreach (var key in (string[])["changes", "funding"])
        {
            if (model[key] is not List<object> { Count: > 0 } list) continue;
            list.RemoveAt(list.Count - 1);
            return true;
        }

        if ((string)model["tags"]! == "") return false;
        model["tags"] = "";
        return true;
    }

    /// <summary>A template of somebody's own may say more than there is room for: its end goes, the link stays.</summary>
    private string Hard(string text, PostLength length)
    {
        var link = (string)model["link"]!;
        var rest = text.Replace(link, "", StringComparison.Ordinal);
        for (var letters = PostWords.Length(rest); letters > 0; letters = letters * 9 / 10)
            if (PostWords.Tidy($"{PostWords.Cut(rest, letters)}\n\n{link}") is var shorter && length.Fits(shorter)) return shorter;
        return length.Fits(link) ? link : throw new InvalidOperationException("a post's link is longer than a whole post may be");
    }

    private static string Left(Item item, Words words, Instant now) => item switch
    {
        Call { Closes: { } closes, Results: null } when words.DaysToEnd(closes, now) is var days and >= 0 => Words.Capital(words.DaysLeft(days)),
        Event @event when words.DaysTo(@event.Starts.Date, now) is var days and >= 0 => Words.Capital(words.Relative(days)),
        _ => "",
    };

    private static Dictionary<string, object?> Named(string label, string value) => new(StringComparer.Ordinal) { ["label"] = label, ["value"] = value };
}
