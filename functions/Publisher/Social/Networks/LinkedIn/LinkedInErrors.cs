using NodaTime;

namespace Publisher.Social.Networks.LinkedIn;

/// <summary>What LinkedIn's errors mean (learn.microsoft.com/linkedin/shared/api-guide/concepts/error-handling and …/rate-limits).</summary>
internal static class LinkedInErrors
{
    private const string Name = "LinkedIn";

    public static bool IsDuplicate(NetworkReply reply) => reply.Status is 409 or 422 && reply.Text("message").Contains("duplicate", StringComparison.OrdinalIgnoreCase);

    public static NetworkAnswer Of(NetworkReply reply, LinkedInSettings settings, Instant now)
    {
        var said = Answers.Quote(reply.Text("message"), settings.AccessToken, settings.ClientSecret);
        return reply.Status switch
        {
            0 => reply.Sent ? Answers.Unknown(Name, 0) : Answers.NotMade(Name),
            401 => Answers.Hold(Name, NetworkKeys.LinkedIn, reply.Text("code") switch
            {
                "EXPIRED_ACCESS_TOKEN" => "it has expired",
                "REVOKED_ACCESS_TOKEN" => "it was taken back",
                _ => "401",
            }),
            // Daily limits begin anew at midnight, UTC.
            429 => Answers.Wait(Name, Answers.RetryAfter(reply, now) ?? now.InUtc().Date.PlusDays(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), now),
            426 => new NetworkAnswer(NetworkOutcome.Hold, Note: $"LinkedIn no longer speaks version {settings.Version} of its API: set Publisher__Social__LinkedIn__Version to a newer one; all posts wait until then"),
            403 => Answers.Refused($"LinkedIn gives no permission (403, {said}): the token needs w_organization_social, and its owner must be an administrator of the page; then send it again"),
            404 => Answers.Gone,
            _ when IsDuplicate(reply) => Answers.Refused($"LinkedIn says this very post is on the page already ({said}): look there; change the text, or drop the post"),
            408 or >= 500 => Answers.Unknown(Name, reply.Status),
            _ => Answers.Refused($"LinkedIn does not take the post as it is ({reply.Status}, {said}): change its text, link or picture, then send it again"),
        };
    }
}
