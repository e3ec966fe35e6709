using System.Diagnostics.CodeAnalysis;

namespace Publisher.Mail.Mime;

/// <summary>
/// One mailbox: an address and, if known, the name of who reads it (RFC 5322 §3.4). A value of this type is always fit for a header and
/// for an envelope command: the address holds no blank, control character or angle bracket, the name no control character.
/// </summary>
public sealed class Mailbox : IEquatable<Mailbox>
{
    private Mailbox(string address, string? name, bool needsUtf8)
    {
        Address = address;
        Name = name;
        NeedsUtf8 = needsUtf8;
    }

    /// <summary>Creates a mailbox.</summary>
    /// <param name="address"><c>local@domain</c>; a domain in another script is turned into its A-labels (RFC 5891).</param>
    /// <param name="name">Any text; control characters (CR, LF, NUL among them) become blanks, blanks at the ends go. Empty is none.</param>
    /// <exception cref="MailFormatException">The address is none by RFC 5321 §4.1.2 and RFC 6531 §3.3, or is too long.</exception>
    public Mailbox(string address, string? name = null)
    {
        if (!AddressSyntax.TryNormalise(address, out var normal, out var utf8))
            throw new MailFormatException("This is not a mail address.");
        Address = normal;
        Name = CleanName(name);
        NeedsUtf8 = utf8;
    }

    /// <summary>The address with its domain in ASCII: at most <see cref="MimeLimits.Address"/> octets.</summary>
    public string Address { get; }

    /// <summary>The display name, or null.</summary>
    public string? Name { get; }

    /// <summary>Whether the local part is outside ASCII, so that the relay must offer SMTPUTF8 (RFC 6531).</summary>
    public bool NeedsUtf8 { get; }

    /// <summary>Creates a mailbox unless the address is none; the rules are the constructor's.</summary>
    /// <param name="address">The address.</param>
    /// <param name="name">The display name, if any.</param>
    /// <param name="mailbox">The mailbox, or null.</param>
    /// <returns>Whether the address is one.</returns>
    public static bool TryCreate([NotNullWhen(true)] string? address, string? name, [NotNullWhen(true)] out Mailbox? mailbox)
    {
        mailbox = AddressSyntax.TryNormalise(address, out var normal, out var utf8) ? new(normal, CleanName(name), utf8) : null;
        return mailbox is not null;
    }

    /// <inheritdoc/>
    public bool Equals(Mailbox? other) =>
        other is not null && string.Equals(Address, other.Address, StringComparison.Ordinal) && string.Equals(Name, other.Name, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Mailbox);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Address, Name);

    /// <summary>For a log: <c>Name &lt;address&gt;</c>, not encoded.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name is null ? Address : $"{Name} <{Address}>";

    private static string? CleanName(string? name)
    {
        if (name is null) return null;
        if (name.AsSpan().ContainsAny(CharSets.Control))
            name = string.Create(name.Length, name, static (to, from) =>
            {
                for (var i = 0; i < to.Length; i++) to[i] = char.IsControl(from[i]) ? ' ' : from[i];
            });
        name = name.Trim();
        return name.Length == 0 ? null : name;
    }
}
