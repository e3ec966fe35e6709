using System.Text.Json.Serialization;
using NodaTime;

namespace Publisher.Content;

/// <summary>News of a project or of the organisation; it has no date after which it would be wrong.</summary>
public sealed record News : Item
{
    [JsonIgnore] public override ItemKind Kind => ItemKind.News;

    public string Project { get; init; } = "";

    /// <summary>Who pays for the project, as the grant agreement wants it said.</summary>
    public string FundingSource { get; init; } = "";

    public override Instant? Expires(DateTimeZone zone) => null;
}
