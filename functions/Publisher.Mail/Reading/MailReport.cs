namespace Publisher.Mail.Reading;

/// <summary>What a report is about.</summary>
public enum ReportKind
{
    /// <summary>Whether mail arrived (RFC 3464).</summary>
    Delivery,

    /// <summary>A reader's complaint about mail (RFC 5965).</summary>
    Complaint,
}

/// <summary>How final it is that mail did not arrive.</summary>
public enum Bounce
{
    /// <summary>It arrived, is still on its way, or nothing is said.</summary>
    None,

    /// <summary>This time; another may arrive.</summary>
    Soft,

    /// <summary>The mailbox does not exist, or takes no mail.</summary>
    Hard,
}

/// <summary>A report of a mail system on one message of ours.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Id">Its Message-ID; empty where it has none.</param>
/// <param name="Addresses">To whom it came, and the return paths that it quotes: one of them may be a variable return path of ours.</param>
/// <param name="Unsubscribe">The addresses by which readers leave, as the quoted message gives them (RFC 2369).</param>
/// <param name="Bounce">Of a delivery report: the worst of its recipients.</param>
/// <param name="Detail">The status code (RFC 3463) that says so, or the type of feedback; digits, points, letters and hyphens only.</param>
public sealed record MailReport(ReportKind Kind, string Id, IReadOnlyList<string> Addresses, IReadOnlyList<string> Unsubscribe, Bounce Bounce, string Detail);
