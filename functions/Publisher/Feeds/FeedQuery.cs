using Publisher.Content;

namespace Publisher.Feeds;

public enum FeedFaultReason
{
    /// <summary>The value is none of those that there are.</summary>
    UnknownValue,

    /// <summary>No such parameter, and it looks like a slip: a filter that is passed over in silence would give everything.</summary>
    UnknownParameter,

    /// <summary>More values than anyone chooses.</summary>
    TooMany,
}

/// <summary>What is wrong with a feed's address.</summary>
/// <param name="Value">What was written there; anybody's text.</param>
/// <param name="Near">What was probably meant; empty where nothing is near.</param>
/// <param name="Known">What there is to choose from.</param>
public sealed record FeedFault(FeedFaultReason Reason, string Parameter, string Value, string Near, IReadOnlyList<string> Known);

/// <param name="Language">Two letters; empty for the organisation's own.</param>
public sealed record FeedChoice(FeedFilter Filter, string Language);

/// <summary>Reads what comes after the question mark of a feed's address. Values are separated by commas, or given by the same name again.</summary>
public sealed class FeedQuery(Districts districts, IReadOnlyList<string> topics, IReadOnlyList<string> languages)
{
    public const string Kind = "kind";
    public const string District = "district";
    public const string Topic = "topic";
    public const string Language = "lang";

    /// <summary>Values of one parameter.</summary>
    public const int MaxValues = 50;

    private static readonly string[] Parameters = [Kind, District, Topic, Language];

    /// <param name="parameters">In their order, decoded. Those that have nothing to do with feeds are passed over: mailings add their own.</param>
    /// <returns>A choice, or the first fault.</returns>
    public (FeedChoice? Choice, FeedFault? Fault) Read(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        var asked = parameters.ToLookup(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var name in asked.Select(group => group.Key))
        {
            if (!Parameters.Contains(name, StringComparer.OrdinalIgnoreCase) && Nearest.To(name, Parameters) is { } near)
                return (null, new FeedFault(FeedFaultReason.UnknownParameter, name, "", near, Parameters));
        }

        FeedFault? fault = null;
        var filter = new FeedFilter(
            Values(asked, Kind, text => ItemKinds.TryParse(text.ToLowerInvariant(), out var kind) ? kind.Key() : null, [.. ItemKinds.All.Select(kind => kind.Key())], ref fault)
                .Select(key => ItemKinds.All.First(kind => kind.Key() == key)).Order().ToList(),
            Values(asked, District, text => districts.Find(text)?.Slug, [.. districts.All.Select(district => district.Slug)], ref fault),
            Values(asked, Topic, FindTopic, topics, ref fault));
        var language = Values(asked, Language, text => languages.FirstOrDefault(code => string.Equals(code, text, StringComparison.OrdinalIgnoreCase)), languages, ref fault);
        if (language.Count > 1) fault ??= new FeedFault(FeedFaultReason.TooMany, Language, "", "", languages);
        return fault is null ? (new FeedChoice(filter, language.FirstOrDefault("")), null) : (null, fault);
    }

    /// <summary>By its letters or by its slug, so that an address can be typed; Cyrillic topics have no slug.</summary>
    private string? FindTopic(string text) =>
        topics.FirstOrDefault(topic => string.Equals(topic, text, StringComparison.OrdinalIgnoreCase))
        ?? (Slug.Of(text) is { Length: > 0 } slug ? topics.FirstOrDefault(topic => Slug.Of(topic) == slug) : null);

    private static List<string> Values(
        ILookup<string, string> asked, string parameter, Func<string, string?> find, IReadOnlyList<string> known, ref FeedFault? fault)
    {
        var found = new List<string>();
        foreach (var written in asked[parameter])
        {
            // Whole first: a topic may have a comma in it.
            string[] parts = find(written.Trim()) is null ? written.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [written.Trim()];
            foreach (var part in parts)
            {
                if (fault is not null) return found;
                if (part.Length == 0) continue;
                if (found.Count >= MaxValues) fault = new FeedFault(FeedFaultReason.TooMany, parameter, "", "", known);
                else if (find(part) is not { } value) fault = new FeedFault(FeedFaultReason.UnknownValue, parameter, part, Nearest.To(part, known) ?? "", known);
                else if (!found.Contains(value, StringComparer.Ordinal)) found.Add(value);
            }
        }

        // The same choice is the same feed, however it was written.
        found.Sort(StringComparer.Ordinal);
        return found;
    }
}
