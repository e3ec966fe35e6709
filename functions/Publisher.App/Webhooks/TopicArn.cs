using System.Text.RegularExpressions;

namespace Publisher.App.Webhooks;

/// <summary>An SNS topic, and the one host that speaks for it: whatever a message says, no other host is ever called.</summary>
/// <param name="Host">"sns.eu-central-1.amazonaws.com".</param>
public sealed partial record TopicArn(string Arn, string Host)
{
    public static TopicArn? Parse(string arn) => Shape().Match(arn) is { Success: true } match
        ? new TopicArn(arn, $"sns.{match.Groups["region"].Value}.amazonaws.com{(match.Groups["partition"].Value == "aws-cn" ? ".cn" : "")}")
        : null;

    /// <summary>Whether an address is https, of that host, at the usual port, with nobody's name in it.</summary>
    public bool Speaks(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && address.UserInfo.Length == 0 && string.Equals(address.IdnHost, Host, StringComparison.Ordinal);

    [GeneratedRegex(@"\Aarn:(?<partition>aws|aws-cn|aws-us-gov):sns:(?<region>[a-z]{2}(-[a-z]+)+-\d{1,2}):\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}
