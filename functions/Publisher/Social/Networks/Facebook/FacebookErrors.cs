using System.Text.Json;
using NodaTime;

namespace Publisher.Social.Networks.Facebook;

/// <summary>What the Graph API's errors mean, by code (developers.facebook.com/docs/graph-api/guides/error-handling and …/overview/rate-limiting).</summary>
internal static class FacebookErrors
{
    private const string Name = "Facebook";

    /// <summary>Of a limit, in percent: from here on we pause before Facebook makes us.</summary>
    private const int NearLimit = 90;

    public const int Duplicate = 506;

    public static int CodeOf(NetworkReply reply) => (int)(reply.Number("error", "code") ?? 0);

    public static NetworkAnswer Of(NetworkReply reply, FacebookSettings settings, Instant now)
    {
        if (reply.Status == 0) return reply.Sent ? Answers.Unknown(Name, 0) : Answers.NotMade(Name);
        var (code, subcode) = (CodeOf(reply), (int)(reply.Number("error", "error_subcode") ?? 0));
        var said = Answers.Quote(reply.Text("error", "message"), settings.AccessToken, settings.AppSecret);
        return code switch
        {
            4 or 17 or 32 or 341 or 613 or (>= 80000 and <= 80014) => Answers.Wait(Name, WaitUntil(reply, now), now),
            _ when reply.Status == 429 => Answers.Wait(Name, WaitUntil(reply, now), now),
            190 or 102 => Answers.Hold(Name, NetworkKeys.Facebook, Why(subcode)),
            _ when reply.Status == 401 => Answers.Hold(Name, NetworkKeys.Facebook, "401"),
            10 or (>= 200 and <= 299) => Answers.Refused($"Facebook gives no permission ({code}): the token needs pages_manage_posts, and its owner the right to post on the page; then send it again"),
            Duplicate => Answers.Refused("Facebook says this very text is on the page already (506): look there; change the text, or drop the post"),
            368 => Answers.Refused("Facebook has blocked posting for breach of its rules (368): look at the page's quality on Facebook, then send it again"),
            324 or 121 or 1366046 => Answers.Refused($"Facebook does not take the picture ({code}): choose another in the item (jpeg or png, below 4 MB)"),
            100 when subcode == 33 => Answers.Gone,
            // No code of its own; it is no fault of the post's, and all that wait would fail by it.
            100 when reply.Text("error", "message").Contains("appsecret_proof", StringComparison.Ordinal) => new NetworkAnswer(
                NetworkOutcome.Hold, Note: "Facebook does not take the app's proof (100): set Publisher__Social__Facebook__AppSecret to the secret of the app that made the token; all posts wait until then"),
            100 => Answers.Refused($"Facebook does not take the post as it is (100, {said}): change its text, link or picture, then send it again"),
            // 1 and 2: something went wrong there, perhaps after the post was made.
            1 or 2 => Answers.Unknown(Name, reply.Status),
            _ when reply.Status is 408 or >= 500 => Answers.Unknown(Name, reply.Status),
            _ => Answers.Refused($"Facebook refused the post ({(code > 0 ? code : reply.Status)}, {said}): mend it, then send it again"),
        };
    }

    /// <summary>When to make the next call, where the usage headers say that a limit is near; null where none is.</summary>
    public static Instant? Pause(NetworkReply reply, Instant now) => Usage(reply).Percent >= NearLimit ? now + Answers.UsualWait : null;

    private static string Why(int subcode) => subcode switch
    {
        463 or 467 => "it has expired",
        460 => "its owner changed their password",
        458 or 464 => "its owner took the app's rights away",
        _ => "190",
    };

    private static Instant WaitUntil(NetworkReply reply, Instant now)
    {
        if (Answers.RetryAfter(reply, now) is { } after) return after;
        return Usage(reply).Minutes is var minutes and > 0 ? now + Duration.FromMinutes(Math.Min(minutes, 24 * 60)) : now + Answers.UsualWait;
    }

    /// <summary>The fullest of the limits that the headers name, and the minutes until access comes back.</summary>
    private static (long Percent, long Minutes) Usage(NetworkReply reply)
    {
        var (percent, minutes) = (0L, 0L);
        foreach (var header in (string[])["X-App-Usage", "X-Page-Usage", "X-Business-Use-Case-Usage"])
        {
            try
            {
                if (reply.Header(header) is not { Length: > 0 } text) continue;
                using var json = JsonDocument.Parse(text);
                Walk(json.RootElement);
            }
            catch (JsonException)
            {
                // A header nobody can read says nothing.
            }
        }

        return (percent, minutes);

        void Walk(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var each in element.EnumerateArray()) Walk(each);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Value.ValueKind != JsonValueKind.Number) Walk(member.Value);
                    else if (member.Name is "call_count" or "total_time" or "total_cputime") percent = Math.Max(percent, (long)member.Value.GetDouble());
                    else if (member.Name == "estimated_time_to_regain_access") minutes = Math.Max(minutes, (long)member.Value.GetDouble());
                }
            }
        }
    }
}
