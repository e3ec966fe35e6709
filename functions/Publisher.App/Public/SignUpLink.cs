using Publisher.Content;

namespace Publisher.App.Public;

/// <summary>
/// What a link to the form chooses for its reader: <c>/subscribe?district=rubinkowo&amp;kind=call</c>. What is no kind or district of ours is left out,
/// for the link may hang on a wall for years.
/// </summary>
public sealed record SignUpLink(IReadOnlyList<string> Kinds, IReadOnlyList<string> Districts)
{
    private const string Kind = "kind";
    private const string District = "district";

    public static SignUpLink Read(HttpRequest request, Districts districts) => new(
        [.. ItemKinds.All.Select(kind => kind.Key()).Where(key => request.Query[Kind].Contains(key))],
        [.. districts.All.Select(district => district.Slug).Where(slug => request.Query[District].Contains(slug))]);

    /// <summary>As it follows the form's address; empty where nothing is chosen.</summary>
    public string Query
    {
        get
        {
            var pairs = Kinds.Select(kind => $"{Kind}={kind}").Concat(Districts.Select(slug => $"{District}={slug}")).ToList();
            return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);
        }
    }
}
