using NodaTime;

namespace Publisher.Feeds;

/// <summary>A feed before it takes a form. Its texts are people's: each form cleans and escapes them.</summary>
/// <param name="Id">The same for life.</param>
/// <param name="Language">Two letters (ISO 639-1).</param>
/// <param name="SelfUrl">Where this very form is.</param>
/// <param name="HomeUrl">The page for people.</param>
internal sealed record FeedDocument(
    string Id, string Language, string Title, string Subtitle, string SelfUrl, string HomeUrl, string Author, Instant Updated, IReadOnlyList<FeedEntry> Entries);

/// <param name="Id">The same for life, in whatever feed.</param>
/// <param name="Language">Two letters: what its title and summary are in.</param>
/// <param name="Html">Safe HTML.</param>
/// <param name="Picture">Absolute address; empty where there is none.</param>
internal sealed record FeedEntry(
    string Id, string Language, string Url, string Title, string Summary, string Html, string Picture, Instant Published, Instant Updated, IReadOnlyList<FeedCategory> Categories);

/// <param name="Term">For machines: <c>call</c>, <c>rubinkowo</c>, a topic.</param>
/// <param name="Label">For people, in the feed's language.</param>
internal sealed record FeedCategory(string Term, string Label);
