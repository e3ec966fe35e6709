using System.Collections.Concurrent;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Dkim;

/// <summary>
/// Signs messages for a domain (RFC 6376): rsa-sha256 or ed25519-sha256 (RFC 8463), relaxed/relaxed. Each field that is
/// signed is named once more than it occurs, so that none can be added (§5.4.2, "oversigning"). Safe for several threads at once, each with a key object of its own.
/// </summary>
public sealed class DkimSigner : IDisposable
{
    private readonly ConcurrentBag<DkimSession> sessions = [];
    private readonly string domain;
    private readonly string selector;
    private readonly string pem;

    /// <summary>Creates a signer, and tries the key.</summary>
    /// <param name="domain">Who signs (tag d=); a domain in another script is turned into its A-labels.</param>
    /// <param name="selector">Which of the domain's keys it is (tag s=).</param>
    /// <param name="privateKeyPem">The private key in PEM: RSA of 1024 to 4096 bits (PKCS#1 or PKCS#8), or Ed25519 (PKCS#8). Other blocks beside it are passed over.</param>
    /// <exception cref="ArgumentException">Domain or selector cannot be one, or there is no fitting key in the PEM: the message says why not.</exception>
    /// <exception cref="PlatformNotSupportedException">The key is of a kind that this platform does not sign with.</exception>
    public DkimSigner(string domain, string selector, string privateKeyPem)
    {
        this.domain = Name(domain) ?? throw new ArgumentException("This is no domain.", nameof(domain));
        this.selector = Name(selector) ?? throw new ArgumentException("This is no selector.", nameof(selector));
        pem = privateKeyPem;
        var first = NewSession();
        Algorithm = first.Algorithm;
        sessions.Add(first);
    }

    /// <summary>How it signs: <c>rsa-sha256</c> or <c>ed25519-sha256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>Puts a DKIM-Signature in front of the message.</summary>
    /// <param name="message">A whole message with CRLF line ends, neither stuffed nor ended by a dot.</param>
    /// <exception cref="MailFormatException">It has no From, two of a field that is signed, or a header that is none.</exception>
    /// <exception cref="ArgumentException">There is no room left in front of it.</exception>
    public void Sign(MessageBuffer message)
    {
        if (!sessions.TryTake(out var session)) session = NewSession();
        try
        {
            message.Prepend(session.Sign(message.Written.Span));
        }
        finally
        {
            sessions.Add(session);
        }
    }

    /// <summary>Forgets the keys; nothing may be under way.</summary>
    public void Dispose()
    {
        while (sessions.TryTake(out var session)) session.Dispose();
    }

    private DkimSession NewSession() => new(DkimKey.FromPem(pem), domain, selector);

    // What can stand behind the @ of an address can stand here: labels of letters, digits and hyphens (RFC 6376 §3.1, §3.5).
    private static string? Name(string name) =>
        !name.StartsWith('[') && Mailbox.TryCreate("x@" + name, null, out var mailbox) ? mailbox.Address[2..] : null;
}
