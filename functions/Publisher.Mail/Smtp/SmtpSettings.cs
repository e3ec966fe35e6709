namespace Publisher.Mail.Smtp;

/// <summary>How a connection to the relay is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Not at all: for a relay on the same machine or network.</summary>
    None,

    /// <summary>Upgraded by STARTTLS (RFC 3207) before anything else; a relay that does not offer it gets no message.</summary>
    StartTls,

    /// <summary>TLS from the first octet (RFC 8314 §3).</summary>
    Tls,
}

/// <summary>Where the relay is and how it is spoken to.</summary>
public sealed record SmtpSettings
{
    /// <summary>Host name or IP address of the relay.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port, 1 to 65535; default 25.</summary>
    public int Port { get; init; } = 25;

    /// <summary>How the connection is protected; default none.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary>The name that the relay's certificate must bear (RFC 6125); default: <see cref="Host"/>.</summary>
    public string? ServerName { get; init; }

    /// <summary>
    /// A PEM file of certificates: when set, only what they have issued is trusted; default: what the machine trusts. Read when the transport
    /// is created.
    /// </summary>
    public string? CaFile { get; init; }

    /// <summary>Who we are to the relay (RFC 4954); default: nobody.</summary>
    public SmtpCredentials? Credentials { get; init; }

    /// <summary>Whether credentials may go over a connection without TLS; default no.</summary>
    public bool AllowCredentialsInClearText { get; init; }

    /// <summary>The name given with EHLO (RFC 5321 §4.1.1.1): a host name or an address literal; default <c>localhost</c>.</summary>
    public string ClientName { get; init; } = "localhost";

    /// <summary>
    /// Connections at once, 1 to 100; default 4. They are counted over all deliveries of one transport together: those under way at the
    /// same time share them and take turns. Each has a thread of its own while there is something to deliver.
    /// </summary>
    public int MaxConnections { get; init; } = 4;

    /// <summary>Messages after which a connection is given up for a fresh one, 1 or more; default: no limit.</summary>
    public int MessagesPerConnection { get; init; } = int.MaxValue;

    /// <summary>Messages a minute over all connections of this transport, 1 or more; default: no limit. They leave evenly spaced.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Messages an hour over all connections of this transport, 1 or more; default: no limit. They leave evenly spaced.</summary>
    public int? PerHour { get; init; }

    /// <summary>Whether BDAT (RFC 3030) is used where the relay offers it; default yes.</summary>
    public bool Chunking { get; init; } = true;

    /// <summary>
    /// Troubles with the relay in a row (it cannot be reached, hangs up, says 421 or 4xx about itself) after which what is left is deferred,
    /// 1 to 10; default 3, with pauses of 1, 2, 4… seconds.
    /// </summary>
    public int ConnectAttempts { get; init; } = 3;

    /// <summary>First pause after a trouble with the relay, doubled with each one in a row up to a minute; 0 to 1 minute, default one second.</summary>
    public TimeSpan ConnectPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long the relay is left alone after <see cref="ConnectAttempts"/> troubles, doubled with each further one up to 15 minutes; more
    /// than 0 and up to 15 minutes, default one minute. Deliveries begun meanwhile are deferred at once.
    /// </summary>
    public TimeSpan RestPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the relay may still answer after a cancellation; 0 to 1 hour, default 10 seconds.</summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long each step may take.</summary>
    public SmtpTimeouts Timeouts { get; init; } = new();

    /// <summary>
    /// Is shown the dialogue line by line: <c>S: 250 Ok</c>, <c>C: MAIL FROM:&lt;…&gt;</c>. Secrets are masked, contents only counted.
    /// Called by several threads at once; default: nobody looks on.
    /// </summary>
    public Action<string>? Trace { get; init; }
}

/// <summary>How long each step may take; more than 0 and up to 1 hour, the defaults are the minima of RFC 5321 §4.5.3.2. They are watched by the second.</summary>
public sealed record SmtpTimeouts
{
    /// <summary>TCP connection; default 30 seconds (no figure in the RFC).</summary>
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, RSET: 5 minutes (§4.5.3.2.1 to .3).</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reply to DATA: 2 minutes (§4.5.3.2.4).</summary>
    public TimeSpan Data { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Sending the content: 3 minutes (§4.5.3.2.5).</summary>
    public TimeSpan Content { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Reply to the final dot: 10 minutes (§4.5.3.2.6).</summary>
    public TimeSpan Final { get; init; } = TimeSpan.FromMinutes(10);
}
