namespace Publisher.Mail.Smtp;

/// <summary>Looks whether a relay would take mail, without giving it any.</summary>
public static class SmtpProbe
{
    /// <summary>Opens a connection just as a delivery does (TCP, greeting, EHLO, TLS and AUTH as the settings ask) and takes leave.</summary>
    /// <param name="settings">Of the relay; <see cref="SmtpSettings.Trace"/> is shown the dialogue.</param>
    /// <param name="clock">For the steps' own limits.</param>
    /// <param name="cancellationToken">Breaks the attempt off; it is the limit of the whole.</param>
    /// <exception cref="SmtpConnectionException">There is no connection, or not the protection or the name asked for.</exception>
    /// <exception cref="SmtpProtocolException">What answered is no SMTP server.</exception>
    /// <exception cref="ArgumentException">The file of certificates cannot be read or holds none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Task TryAsync(SmtpSettings settings, TimeProvider clock, CancellationToken cancellationToken) =>
        Task.Run(() => Try(settings, clock, cancellationToken), cancellationToken);

    private static void Try(SmtpSettings settings, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var wire = new SmtpDialer(settings, clock).Dial(_ => { }, failed => failed.Dispose(), cancellationToken);
        using var cancel = cancellationToken.Register(wire.Abort);
        try
        {
            wire.Send("QUIT\r\n"u8, settings.Timeouts.Command);
            wire.Read(settings.Timeouts.Command);
        }
        catch (Exception e) when (e is SmtpConnectionException or SmtpProtocolException)
        {
            // How it takes leave changes nothing.
        }
    }
}
