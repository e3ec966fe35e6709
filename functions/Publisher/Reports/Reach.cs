using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;

namespace Publisher.Reports;

/// <summary>Whom an edition would reach: what is asked, how far the counting is, and what was found. Sums only.</summary>
/// <param name="Edition">What of it decides over that, and no more.</param>
/// <param name="Asked">When somebody asked.</param>
public sealed record Reach(Edition Edition, IReadOnlyList<DigestEntry> Entries, Instant Asked)
{
    /// <summary>Readers that were looked at so far.</summary>
    public int Looked { get; init; }

    /// <summary>As of when the found is; null before it is.</summary>
    public Instant? At { get; init; }

    /// <summary>What was found; null before.</summary>
    public EditionForecast? Forecast { get; init; }

    /// <summary>The same question has the same key: lower-case hexadecimal digits.</summary>
    public static string KeyOf(Edition edition)
    {
        // Own words reach whom they are for, whatever they say; what is due later meets other pauses and other deadlines.
        var about = edition.Text.Length > 0 ? edition.TextLanguage : string.Join(' ', edition.Items);
        var text = string.Join('\n', edition.Digest, edition.Content, about, edition.Audience, edition.Due?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(new Kept(
        Edition.Id,
        Edition.Digest,
        Edition.CutOff.ToUnixTimeTicks(),
        [.. Edition.Items.Select(item => item.ToString())],
        Edition.Content,
        Edition.Audience.ToString(),
        Edition.Due?.ToUnixTimeTicks(),
        Edition.UselessAfter?.ToUnixTimeTicks(),
        Edition.Heading,
        Edition.Text,
        Edition.TextLanguage,
        EditionBlobs.Serialise(Entries),
        Asked.ToUnixTimeTicks(),
        Looked,
        At?.ToUnixTimeTicks(),
        Forecast is { } found ? new Found(found.Recipients, found.Length.BclCompatibleTicks, found.Begins.ToUnixTimeTicks(), [.. found.Ending.Select(item => item.ToString())]) : null));

    /// <returns>Null for what is none.</returns>
    public static Reach? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(json) is { } kept ? Of(kept) : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }

    private static Reach Of(Kept kept) => new(
        new Edition(kept.Id, kept.Digest, 0, EditionState.Draft, Instant.FromUnixTimeTicks(kept.CutOff), [.. kept.Items.Select(EditionItem.Parse)], kept.Heading, Content: kept.Content, UselessAfter: Read(kept.UselessAfter))
        {
            Audience = Audience.Parse(kept.Audience),
            Due = Read(kept.Due),
            Text = kept.Text,
            TextLanguage = kept.TextLanguage,
        },
        EditionBlobs.Deserialise(kept.Entries),
        Instant.FromUnixTimeTicks(kept.Asked))
    {
        Looked = kept.Looked,
        At = Read(kept.At),
        Forecast = kept.Found is { } found
            ? new EditionForecast(
                found.Recipients,
                Duration.FromTicks(found.Length),
                Instant.FromUnixTimeTicks(found.Begins),
                [.. found.Ending.Select(item => ItemRef.TryParse(item, out var named) ? named : throw new FormatException($"„{item}” names no item."))])
            : null,
    };

    private static Instant? Read(long? ticks) => ticks is { } some ? Instant.FromUnixTimeTicks(some) : null;

    private sealed record Kept(
        string Id, string Digest, long CutOff, IReadOnlyList<string> Items, string Content, string Audience, long? Due, long? UselessAfter, string Heading, string Text, string TextLanguage, byte[] Entries,
        long Asked, int Looked, long? At, Found? Found);

    private sealed record Found(int Recipients, long Length, long Begins, IReadOnlyList<string> Ending);
}
