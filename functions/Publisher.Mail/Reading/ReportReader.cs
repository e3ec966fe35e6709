namespace Publisher.Mail.Reading;

/// <summary>Finds out whether a message that came in is a report on one of ours, and what it says. It never fails.</summary>
public static class ReportReader
{
    /// <summary>Addresses that are looked at: a report has a handful.</summary>
    private const int MaxAddresses = 64;

    private const int MaxDetail = 40;

    private static readonly string[] Recipients = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"];

    /// <summary>Reads a report.</summary>
    /// <param name="message">The whole message, as it came.</param>
    /// <param name="envelopeTo">Whom it was delivered to, where that is known beside it; may be empty.</param>
    /// <returns>Null for a message that is no report, or that goes beyond <see cref="ReadingLimits"/>.</returns>
    public static MailReport? Read(ReadOnlyMemory<byte> message, string envelopeTo = "")
    {
        if (MessageReader.Read(message) is not { } root) return null;
        // Only the report itself speaks: a report that is forwarded or quoted within another message is somebody's word about it.
        if (root.ContentType.Name != "multipart/report") return null;
        var status = root.Parts.FirstOrDefault(part => part.ContentType.Name is "message/delivery-status" or "message/global-delivery-status");
        var feedback = root.Parts.FirstOrDefault(part => part.ContentType.Name == "message/feedback-report");
        if ((status ?? feedback) is not { } said) return null;

        var groups = MessageReader.ReadGroups(said.Decoded());
        var quoted = Quoted(root);
        var addresses = Recipients.SelectMany(root.Values).Prepend(envelopeTo)
            .Concat(groups.SelectMany(group => group.Values("Original-Mail-From")))
            .Concat(quoted?.Values("Return-Path") ?? [])
            .SelectMany(AddressesIn).Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxAddresses).ToList();
        var links = (quoted?.Values("List-Unsubscribe") ?? []).SelectMany(LinksIn).Take(MaxAddresses).ToList();
        var id = root.Field("Message-ID") ?? "";
        if (status is null) return new MailReport(ReportKind.Complaint, id, addresses, links, Bounce.None, Word(groups.Select(group => group.Field("Feedback-Type")).FirstOrDefault(type => type is not null) ?? ""));
        var (worst, code) = Worst(groups);
        return new MailReport(ReportKind.Delivery, id, addresses, links, worst, code);
    }

    private static (Bounce Worst, string Code) Worst(IEnumerable<ReadPart> groups)
    {
        var (worst, code) = (Bounce.None, "");
        foreach (var group in groups)
        {
            var bounce = BounceCode.Of(group.Field("Action") ?? "", group.Field("Status") ?? "", group.Field("Diagnostic-Code") ?? "", out var said);
            if (bounce > worst) (worst, code) = (bounce, said);
        }

        return (worst, code);
    }

    /// <summary>The header of the message that the report is about (RFC 6522 §3, RFC 5965 §2).</summary>
    private static ReadPart? Quoted(ReadPart root)
    {
        foreach (var part in root.Parts)
        {
            if (part.ContentType.IsMessage) return part.Parts is [var message, ..] ? message : null;
            if (part.ContentType.Name is "text/rfc822-headers" or "message/global-headers") return MessageReader.ReadHeader(part.Decoded());
        }

        return null;
    }

    private static IEnumerable<string> AddressesIn(string field) =>
        field.Split([' ', '\t', '<', '>', ',', ';', '"', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains('@', StringComparison.Ordinal));

    private static IEnumerable<string> LinksIn(string field) => field.Split(['<', '>', ',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains("://", StringComparison.Ordinal));

    private static string Word(string text)
    {
        var word = text.Trim().ToLowerInvariant();
        return word.Length is > 0 and <= MaxDetail && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? word : "";
    }
}
