using Publisher.Content;
using Publisher.Editions;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// What a link to the form chooses for its reader: <c>/subscribe?district=rubinkowo&amp;kind=call&amp;rhythm=monthly</c>. What is no kind, district or
/// rhythm of ours is left out, for the link may hang on a wall for years.
/// </summary>
public sealed record SignUpLink(IReadOnlyList<string> Kinds, IReadOnlyList<string> Districts)
{
    private const string Rhythm = "rhythm";
    private const string Kind = "kind";
    private const string District = "district";

    /// <summary>How often; null where the link does not say.</summary>
    public RhythmChoice? HowOften { get; init; }

    public static SignUpLink Read(HttpRequest request, Districts districts, RhythmOffer rhythms) => new(
        [.. ItemKinds.All.Select(kind => kind.Key()).Append(Interests.DeadlinesKey).Where(key => request.Query[Kind].Contains(key))],
        [.. districts.All.Select(district => district.Slug).Where(slug => request.Query[District].Contains(slug))])
    {
        HowOften = request.Query[Rhythm] is [{ } text, ..] && RhythmText.Parse(text) is { } choice && rhythms.All.Contains(choice.Calls) && rhythms.All.Contains(choice.Rest) ? choice : null,
    };

    /// <summary>As it follows the form's address; empty where nothing is chosen.</summary>
    public string Query
    {
        get
        {
            var pairs = Kinds.Select(kind => $"{Kind}={kind}").Concat(Districts.Select(slug => $"{District}={slug}"))
                .Concat(HowOften is { } rhythm ? [$"{Rhythm}={RhythmText.Write(rhythm)}"] : (string[])[]).ToList();
            return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
        }
    }
}
