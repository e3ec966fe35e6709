namespace Publisher.Mail.Smtp;

/// <summary>Who we are to the relay. Its text never shows a secret.</summary>
public sealed class SmtpCredentials
{
    private readonly Func<CancellationToken, ValueTask<string>>? token;

    /// <summary>Credentials of a name and a password: by AUTH PLAIN (RFC 4616), else by AUTH LOGIN.</summary>
    /// <param name="userName">The name, without NUL.</param>
    /// <param name="password">The password, without NUL.</param>
    /// <exception cref="ArgumentException">There is a NUL in one of them, or the name is empty.</exception>
    public SmtpCredentials(string userName, string password)
    {
        UserName = Fit(userName, nameof(userName));
        Password = password.Contains('\0', StringComparison.Ordinal) ? throw new ArgumentException("A password holds no NUL.", nameof(password)) : password;
    }

    /// <summary>Credentials of a name and an OAuth 2 access token: by AUTH XOAUTH2.</summary>
    /// <param name="userName">The name, without NUL.</param>
    /// <param name="accessToken">
    /// Gives a token that is valid now; asked at every connection. What it throws, unless the delivery is cancelled, defers the messages.
    /// </param>
    /// <exception cref="ArgumentException">There is a NUL in the name, or it is empty.</exception>
    public SmtpCredentials(string userName, Func<CancellationToken, ValueTask<string>> accessToken)
    {
        UserName = Fit(userName, nameof(userName));
        token = accessToken;
    }

    /// <summary>The name.</summary>
    public string UserName { get; }

    internal string? Password { get; }

    internal bool HasToken => token is not null;

    internal ValueTask<string> TokenAsync(CancellationToken cancellationToken) => token!(cancellationToken);

    /// <summary>For a log: the name alone.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => UserName;

    // Ctrl-A parts the fields of XOAUTH2, NUL those of PLAIN.
    private static string Fit(string name, string parameter) =>
        name.Length > 0 && name.AsSpan().IndexOfAny('\0', '\u0001') < 0 ? name : throw new ArgumentException("A user name is not empty and holds no NUL.", parameter);
}
