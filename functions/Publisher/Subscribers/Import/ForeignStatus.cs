namespace Publisher.Subscribers.Import;

/// <summary>Why a line of a list brings nobody, though nothing is wrong with it. Its words stand in the summary.</summary>
public enum LeftOut { None, Unsubscribed, LeftThatList, Bounced, Cleaned, Unconfirmed, Inactive, Disabled, NeverSubscribed, SaidAgain }

/// <summary>What a list says of a person's subscription, in the words of the tools and the people that make lists.</summary>
public static class ForeignStatus
{
    private static readonly Dictionary<string, LeftOut> Words = new(StringComparer.Ordinal)
    {
        // Slugs: „Potwierdzony” and „zapisany” are the same as they stand here.
        ["subscribed"] = LeftOut.None, ["confirmed"] = LeftOut.None, ["enabled"] = LeftOut.None, ["active"] = LeftOut.None,
        ["potwierdzony"] = LeftOut.None, ["potwierdzona"] = LeftOut.None, ["zapisany"] = LeftOut.None, ["zapisana"] = LeftOut.None, ["aktywny"] = LeftOut.None, ["aktywna"] = LeftOut.None,
        ["unsubscribed"] = LeftOut.Unsubscribed, ["blocklisted"] = LeftOut.Unsubscribed, ["blacklisted"] = LeftOut.Unsubscribed, ["complained"] = LeftOut.Unsubscribed,
        ["wypisany"] = LeftOut.Unsubscribed, ["wypisana"] = LeftOut.Unsubscribed,
        ["bounced"] = LeftOut.Bounced, ["hard-bounced"] = LeftOut.Bounced, ["soft-bounced"] = LeftOut.Bounced, ["odbity"] = LeftOut.Bounced,
        ["cleaned"] = LeftOut.Cleaned,
        ["unconfirmed"] = LeftOut.Unconfirmed, ["pending"] = LeftOut.Unconfirmed, ["niepotwierdzony"] = LeftOut.Unconfirmed, ["niepotwierdzona"] = LeftOut.Unconfirmed,
        ["inactive"] = LeftOut.Inactive, ["nieaktywny"] = LeftOut.Inactive, ["nieaktywna"] = LeftOut.Inactive,
        ["disabled"] = LeftOut.Disabled,
        ["nonsubscribed"] = LeftOut.NeverSubscribed, ["non-subscribed"] = LeftOut.NeverSubscribed, ["transactional"] = LeftOut.NeverSubscribed,
    };

    /// <summary>False for a word that is none of them.</summary>
    public static bool TryParse(string text, out LeftOut leftOut) => Words.TryGetValue(Slug.Of(text), out leftOut);

    /// <summary>Of a file that has no such column: Mailchimp says it in the file's name alone.</summary>
    public static LeftOut OfFileName(string name) =>
        name.StartsWith("unsubscribed", StringComparison.OrdinalIgnoreCase) ? LeftOut.Unsubscribed
        : name.StartsWith("cleaned", StringComparison.OrdinalIgnoreCase) ? LeftOut.Cleaned
        : name.StartsWith("nonsubscribed", StringComparison.OrdinalIgnoreCase) ? LeftOut.NeverSubscribed
        : LeftOut.None;

    public static string InWords(this LeftOut leftOut) => leftOut switch
    {
        LeftOut.LeftThatList => "who left that list",
        LeftOut.NeverSubscribed => "never subscribed",
        LeftOut.SaidAgain => "said again",
        _ => leftOut.ToString().ToLowerInvariant(),
    };
}
