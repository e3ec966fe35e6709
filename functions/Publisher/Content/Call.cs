using System.Text.Json.Serialization;
using NodaTime;

namespace Publisher.Content;

/// <summary>A call for proposals: who may apply, for what, with how much, until when.</summary>
public sealed record Call : Item
{
    [JsonIgnore] public override ItemKind Kind => ItemKind.Call;

    /// <summary>The call's official number, such as <c>RPKP.11.01.00-04-0001/22</c>.</summary>
    public string Number { get; init; } = "";

    /// <summary>The programme's priority and action, as its documents name them.</summary>
    public string Priority { get; init; } = "";

    public IReadOnlyList<string> ProjectTypes { get; init; } = [];

    public string WhoMayApply { get; init; } = "";

    /// <summary>The whole call's money in złoty; null where it is not announced.</summary>
    public decimal? Budget { get; init; }

    public Moment? Opens { get; init; }

    /// <summary>The first moment at which it is too late; a day without an hour is open to its end, and one at midnight to the end of the day before.</summary>
    public Moment? Closes { get; init; }

    public string Contact { get; init; } = "";

    /// <summary>Who got the money, once that is known; null before.</summary>
    public CallResults? Results { get; init; }

    /// <summary>The deadline; once there are results, these are what is offered, and they do not expire.</summary>
    public override Instant? Expires(DateTimeZone zone) => Results is null ? Closes?.Ends(zone) : null;
}

/// <param name="Summary">Plain language, one or two sentences.</param>
/// <param name="Url">Absolute http or https address of the list; empty where there is none.</param>
public sealed record CallResults(string Summary, string Url);
