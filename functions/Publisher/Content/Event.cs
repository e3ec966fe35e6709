using System.Text.Json.Serialization;
using NodaTime;

namespace Publisher.Content;

/// <summary>Something that people come to, or watch.</summary>
public sealed record Event : Item
{
    [JsonIgnore] public override ItemKind Kind => ItemKind.Event;

    /// <summary>None only in a draft.</summary>
    public required Moment Starts { get; init; }

    public Moment? Ends { get; init; }

    public string Venue { get; init; } = "";

    public string Address { get; init; } = "";

    /// <summary>Where it can be watched, in words ("transmisja na Facebooku"), with or without a link.</summary>
    public string Online { get; init; } = "";

    public string OnlineUrl { get; init; } = "";

    public IReadOnlyList<string> Organisers { get; init; } = [];

    /// <summary>Address of the registration form; empty where nobody has to register.</summary>
    public string Registration { get; init; } = "";

    /// <summary>Pictures from it, once it has been.</summary>
    public string PhotoReport { get; init; } = "";

    /// <summary>What others published about it afterwards; shown only when the event is over.</summary>
    public IReadOnlyList<ItemLink> MediaCoverage { get; init; } = [];

    /// <summary>The event's end; without one, the end of the day it starts on.</summary>
    public override Instant? Expires(DateTimeZone zone) => Ends?.Ends(zone) ?? new Moment(Starts.Date).Ends(zone);
}
