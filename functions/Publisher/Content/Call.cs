using System.Text.Json.Serialization;
using NodaTime;

namespace Publisher.Content;

/// <summary>A call for proposals: who may apply, for what, with how much, until when.</summary>
public sealed record Call : Item
{
    [JsonIgnore] public override ItemKind Kind => ItemKind.Call;

    /// <summary>The call's official number, such as <c>RPKP.11.01.00-04-0001/22</c>.</summary>
    public string Number { get; init; } = "";

    public string Programme { get; init; } = "";

    /// <summary>The programme's priority and action, as its documents name them.</summary>
    public string Priority { get; init; } = "";

    public IReadOnlyList<string> ProjectTypes { get; init; } = [];

    public string WhoMayApply { get; init; } = "";

    /// <summary>The whole call's money in złoty; null where it is not announced.</summary>
    public decimal? Budget { get; init; }

    public Moment? Opens { get; init; }

    public Moment? Closes { get; init; }

    public string Contact { get; init; } = "";

    public override Instant? Expires(DateTimeZone zone) => Closes?.Ends(zone);
}
