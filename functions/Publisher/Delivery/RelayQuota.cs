namespace Publisher.Delivery;

/// <summary>How much a relay takes of one customer, whatever the number of our instances; null is no limit.</summary>
/// <param name="PerMinute">Messages in any 60 seconds.</param>
/// <param name="PerHour">Messages in any hour.</param>
/// <param name="PerDay">Messages in any 24 hours.</param>
public sealed record RelayQuota(int? PerMinute = null, int? PerHour = null, int? PerDay = null)
{
    public static RelayQuota None { get; } = new();

    public bool IsLimited => PerMinute is not null || PerHour is not null || PerDay is not null;
}

/// <summary>A kind of relay whose limits are known, so that one setting names them.</summary>
/// <param name="Name">As people write it in the settings.</param>
/// <param name="Connections">At once, of all instances together; what one instance takes unless it is told otherwise.</param>
public sealed record RelayPreset(string Name, RelayQuota Quota, int Connections)
{
    /// <summary>No limit is known; four connections are modest with any relay.</summary>
    public static RelayPreset None { get; } = new("none", RelayQuota.None, 4);

    /// <summary>
    /// Azure Communication Services, a verified custom domain, before a raise is granted: 30 a minute and 100 an hour for the subscription. Source:
    /// "Service limits for Azure Communication Services", Email, learn.microsoft.com/azure/communication-services/concepts/service-limits. It names
    /// 250 connections; at 30 a minute one does all.
    /// </summary>
    public static RelayPreset Acs { get; } = new("acs", new RelayQuota(PerMinute: 30, PerHour: 100), 2);

    /// <summary>
    /// A mailbox of Microsoft 365 by SMTP AUTH: 30 a minute, 10,000 recipients a day, 3 connections. Source: "Message storage and concurrent connection
    /// throttling for SMTP Authenticated Submission", learn.microsoft.com/exchange/troubleshoot/send-emails/smtp-submission-improvements.
    /// </summary>
    public static RelayPreset Microsoft365 { get; } = new("microsoft365", new RelayQuota(PerMinute: 30, PerDay: 10_000), 3);

    /// <summary>
    /// Amazon SES before production access: 200 in 24 hours, one a second. Source: "Request production access",
    /// docs.aws.amazon.com/ses/latest/dg/request-production-access.html.
    /// </summary>
    public static RelayPreset SesSandbox { get; } = new("ses-sandbox", new RelayQuota(PerMinute: 60, PerDay: 200), 2);

    /// <summary>SendGrid without a paid plan: 100 a day. Source: sendgrid.com/pricing; it names no limit by the minute, so one is chosen that a new sender can bear.</summary>
    public static RelayPreset SendGridFree { get; } = new("sendgrid-free", new RelayQuota(PerMinute: 60, PerDay: 100), 2);

    /// <summary>
    /// A Postfix of one's own: no quota; one client may have 50 connections (smtpd_client_connection_count_limit, half of default_process_limit 100;
    /// source: postconf(5)), of which four instances of eight leave some to others.
    /// </summary>
    public static RelayPreset Postfix { get; } = new("postfix", RelayQuota.None, 8);

    public static IReadOnlyList<RelayPreset> All { get; } = [None, Acs, Microsoft365, SesSandbox, SendGridFree, Postfix];
}
