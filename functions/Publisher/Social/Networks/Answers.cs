using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Publisher.Social.Networks;

/// <summary>The answers that mean the same on every network, with what staff read of them.</summary>
internal static class Answers
{
    /// <summary>Letters of a network's own words that a note repeats.</summary>
    private const int MaxQuoted = 200;

    /// <summary>Where a network says that it is too much, and not for how long.</summary>
    public static readonly Duration UsualWait = Duration.FromMinutes(30);

    public static NetworkAnswer Done(string id, string url = "", Instant? until = null) => new(NetworkOutcome.Done, id, url, Until: until);

    public static NetworkAnswer Gone { get; } = new(NetworkOutcome.Gone);

    public static NetworkAnswer Refused(string note) => new(NetworkOutcome.Refused, Note: note);

    /// <summary>No limit of theirs lasts longer (LinkedIn's, of a day, is the longest); what says more was not meant, and nobody would notice for how long.</summary>
    private static readonly Duration LongestWait = Duration.FromHours(24);

    /// <param name="until">As the network says; no longer than a day is waited, and no time that is over.</param>
    public static NetworkAnswer Wait(string network, Instant until, Instant now)
    {
        until = Instant.Max(now, Instant.Min(until, now + LongestWait));
        return new(NetworkOutcome.Wait, Note: $"{network} takes no more for now; it goes on by itself at {until.InUtc():uuuu-MM-dd HH:mm} UTC", Until: until);
    }

    public static NetworkAnswer Hold(string network, string key, string why) =>
        new(NetworkOutcome.Hold, Note: $"{network} does not take the token ({why}): make a new one and set {ProbeTokens.TokenSetting(key)}; all posts wait until then");

    public static NetworkAnswer NotMade(string network) => new(NetworkOutcome.NotMade, Note: $"{network} could not be reached; it is tried again");

    public static NetworkAnswer Unknown(string network, int status) => new(
        NetworkOutcome.Unknown, Note: status > 0 ? $"{network} answered {status.ToString(CultureInfo.InvariantCulture)}; whether the post was made is being looked up" : $"{network}'s reply was lost; whether the post was made is being looked up");

    /// <summary>What came to nothing before anything was made: an upload, a look-up.</summary>
    public static NetworkAnswer BeforePosting(NetworkAnswer answer) => answer.Outcome == NetworkOutcome.Unknown
        ? answer with { Outcome = NetworkOutcome.NotMade, Note = answer.Note.Split(';')[0] + "; nothing was posted, it is tried again" }
        : answer;

    /// <summary>Retry-After in seconds or as a date (RFC 9110 §10.2.3); null where there is none.</summary>
    public static Instant? RetryAfter(NetworkReply reply, Instant now)
    {
        var after = reply.Headers?.RetryAfter;
        if (after?.Delta is { } delta) return now + Duration.FromTimeSpan(delta);
        return after?.Date is { } date ? Instant.FromDateTimeOffset(date) : null;
    }

    /// <summary>A network's own words, with every secret in them covered: some networks repeat a token they do not like.</summary>
    public static string Quote(string words, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
            if (secret.Length > 0) words = words.Replace(secret, "•••", StringComparison.Ordinal);
        words = Texts.PostWords.Cut(words.ReplaceLineEndings(" ").Trim(), MaxQuoted);
        return words.Length > 0 ? $"„{words}”" : "no reason given";
    }

    public static Instant? ParseInstant(string text) => OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } parsed ? parsed.Value.ToInstant() : null;
}
