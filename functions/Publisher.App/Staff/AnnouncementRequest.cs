using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.App.Staff;

/// <summary>An announcement as staff ask for it: <c>{"item": "call/2023-2"}</c>, or <c>{"subject": "…", "text": "…"}</c>.</summary>
/// <param name="Text">Markdown, with a subject, in the place of an item.</param>
/// <param name="Language">Two letters: of subject and text; the organisation's own where left out.</param>
/// <param name="Audience">Everyone who wants it, where left out.</param>
/// <param name="Channels"><c>mail</c> (if left out) and names of networks.</param>
/// <param name="At">When: a local moment such as <c>2023-05-02T08:00</c>, or one with its offset; now, where left out.</param>
public sealed record AnnouncementRequest(
    string? Item, string? Subject, string? Text, string? Language, AudienceRequest? Audience, IReadOnlyList<string>? Channels, string? At)
{
    public const string Mail = "mail";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The same request has the same text, however its JSON is written.</summary>
    public string ToCanonical() => JsonSerializer.Serialize(this, Json);

    /// <returns>Null where it is none.</returns>
    public static async Task<AnnouncementRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFromJsonAsync<AnnouncementRequest>(Json, cancellationToken);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What is wanted, as far as one can say without looking anything up.</summary>
    /// <param name="networks">Those that there are.</param>
    /// <param name="topics">Those that items have.</param>
    /// <param name="key">Tells two announcements of the same words apart.</param>
    /// <param name="faults">Takes a sentence for each thing that is wrong.</param>
    public AnnouncementWish? Read(
        IReadOnlyList<string> networks, Districts districts, IReadOnlyCollection<string> topics, IReadOnlyList<string> languages, DateTimeZone zone, string key, ICollection<Fault> faults)
    {
        ItemRef? item = null;
        if (Item is { } name && (Subject ?? Text) is not null) faults.Add(new Fault("item", "name an item, or write a subject and a text: an item has words of its own"));
        else if (Item is { } text && ItemRef.TryParse(text, out var found)) item = found;
        else if (Item is not null || (Subject ?? Text) is null) faults.Add(new Fault("item", "„item” must name an item as KIND/ID, such as call/2023-2; the kinds are call, event and news; or write a subject and a text in its place"));
        var language = Language ?? Organisation.Language;
        if (!languages.Contains(language, StringComparer.Ordinal)) faults.Add(new Fault("language", $"„{language}” is not a language of this installation; they are {string.Join(", ", languages.Order(StringComparer.Ordinal))}"));
        foreach (var channel in Channels ?? [])
        {
            if (channel != Mail && !networks.Contains(channel, StringComparer.Ordinal)) faults.Add(new Fault("channels", $"„{channel}” is not a channel; they are {string.Join(", ", [Mail, .. networks])}"));
            else if (channel != Mail && Item is null) faults.Add(new Fault("channels", $"a text without an item goes by mail only; save it as news to have it on {channel}, too"));
        }

        if (Channels is { Count: 0 }) faults.Add(new Fault("channels", $"name at least one of {string.Join(", ", [Mail, .. networks])}, or leave it out for mail"));
        var at = ReadAt(zone);
        if (At is not null && at is null) faults.Add(new Fault("at", "„at” must be a moment such as 2023-05-02T08:00, or 2023-05-02T08:00:00+02:00"));
        var audience = Editions.Audience.Read(
            Names(Audience?.Kinds), Names(Audience?.Districts), Names(Audience?.Topics), Names(Audience?.Languages), districts, topics, languages, faults);
        return faults.Count > 0 ? null : new AnnouncementWish(item, Subject ?? "", Text ?? "", language, audience, at, key);
    }

    private static IEnumerable<string> Names(IEnumerable<string?>? names) => (names ?? []).Select(name => name ?? "");

    private Instant? ReadAt(DateTimeZone zone) => At switch
    {
        { } local when Moment.TryParse(local, out var moment) && moment.Time is not null => moment.Begins(zone),
        { } exact when OffsetDateTimePattern.Rfc3339.Parse(exact).TryGetValue(default, out var instant) => instant.ToInstant(),
        _ => null,
    };
}

/// <summary>Whom it is for; what is left out leaves nobody out.</summary>
public sealed record AudienceRequest(IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Districts, IReadOnlyList<string>? Topics, IReadOnlyList<string>? Languages);
