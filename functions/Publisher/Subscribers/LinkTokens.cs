using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using NodaTime;

namespace Publisher.Subscribers;

/// <summary>What a signed link is for. A token made for one purpose opens no other.</summary>
public enum LinkPurpose { Unsubscribe, Preferences, Confirm, MoveOld, MoveNew }

/// <summary>What a link with a day on it says.</summary>
/// <param name="Issued">The day it was made, in UTC.</param>
/// <param name="Expired">True from the end of its last day on.</param>
public readonly record struct DatedLink(SubscriberKey Subscriber, LocalDate Issued, bool Expired);

/// <summary>What a link about a change of address says.</summary>
/// <param name="Side">Whose mailbox it was sent to.</param>
/// <param name="Expired">True from the end of its last day on.</param>
public readonly record struct MoveLink(SubscriberKey From, SubscriberKey To, MoveSide Side, bool Expired);

/// <summary>
/// Links that only we can make: key number, subscriber, HMAC-SHA-256 (RFC 2104) cut to 128 bits, in base64url. They hold no address
/// and need no row, so a link in a mail of years ago still works, as long as the secret of then is among the installation's. Where that would be wrong,
/// the day of issue is in the link too, and signed.
/// </summary>
public sealed class LinkTokens(LinkSecrets secrets)
{
    /// <summary>With one secret, which was never another.</summary>
    public LinkTokens(byte[] secret)
        : this(new LinkSecrets(secret, []))
    {
    }

    /// <summary>Octets a secret must have at the least: as many as the hash has (RFC 2104 §3).</summary>
    public const int MinSecretOctets = 32;

    /// <summary>Days after that of issue on which a link of sign-up still confirms: a holiday of a week is no reason to lose it.</summary>
    public const int ConfirmDays = 7;

    /// <summary>Days after that of issue on which a link about a change of address still works.</summary>
    public const int MoveDays = 7;

    private const int MacSize = 16;

    /// <summary>Octets of a day, counted from 1 January 1970: enough until the year 2149.</summary>
    private const int DaySize = sizeof(ushort);

    private const int TokenSize = 1 + SubscriberKey.Size + MacSize;
    private const int DatedTokenSize = TokenSize + DaySize;

    private const int MoveTokenSize = DatedTokenSize + SubscriberKey.Size;

    /// <summary>Octets that hold a purpose's name and any token.</summary>
    private const int SignedSize = 64 + MoveTokenSize;

    private static readonly LocalDate FirstDay = new(1970, 1, 1);

    /// <param name="purpose">One whose links work for ever.</param>
    public string Create(LinkPurpose purpose, SubscriberKey subscriber)
    {
        if (DaysOf(purpose) is not null || SideOf(purpose) is not null) throw new ArgumentException($"A link to {purpose} needs the day it is made.", nameof(purpose));
        Span<byte> token = stackalloc byte[TokenSize];
        token[0] = secrets.CurrentNumber;
        subscriber.ToBytes().CopyTo(token[1..]);
        return Sealed(purpose, token);
    }

    /// <param name="purpose">One whose links expire.</param>
    /// <param name="issued">Now.</param>
    public string Create(LinkPurpose purpose, SubscriberKey subscriber, Instant issued)
    {
        if (DaysOf(purpose) is null) throw new ArgumentException($"A link to {purpose} works for ever.", nameof(purpose));
        Span<byte> token = stackalloc byte[DatedTokenSize];
        token[0] = secrets.CurrentNumber;
        subscriber.ToBytes().CopyTo(token[1..]);
        WriteDay(token[(1 + SubscriberKey.Size)..], issued);
        return Sealed(purpose, token);
    }

    /// <summary>A link about a change of address, for one of the two mailboxes: it is good for this pair of keys and no other.</summary>
    /// <param name="issued">When the change was asked for.</param>
    public string CreateMove(MoveSide side, SubscriberKey from, SubscriberKey to, Instant issued)
    {
        Span<byte> token = stackalloc byte[MoveTokenSize];
        token[0] = secrets.CurrentNumber;
        from.ToBytes().CopyTo(token[1..]);
        to.ToBytes().CopyTo(token[(1 + SubscriberKey.Size)..]);
        WriteDay(token[(1 + (2 * SubscriberKey.Size))..], issued);
        return Sealed(side == MoveSide.Old ? LinkPurpose.MoveOld : LinkPurpose.MoveNew, token);
    }

    /// <summary>What a link about a change of address says; null for anything else. One of a day to come is none of ours.</summary>
    public MoveLink? ReadMove(string text, Instant now)
    {
        Span<byte> token = stackalloc byte[MoveTokenSize];
        foreach (var purpose in (ReadOnlySpan<LinkPurpose>)[LinkPurpose.MoveOld, LinkPurpose.MoveNew])
        {
            if (!Open(purpose, text, token)) continue;
            var age = Period.DaysBetween(ReadDay(token[(1 + (2 * SubscriberKey.Size))..]), now.InUtc().Date);
            if (age < 0) return null;
            var from = SubscriberKey.FromBytes(token.Slice(1, SubscriberKey.Size));
            return new MoveLink(from, SubscriberKey.FromBytes(token.Slice(1 + SubscriberKey.Size, SubscriberKey.Size)), SideOf(purpose)!.Value, age > MoveDays);
        }

        return null;
    }

    /// <summary>The subscriber of a token made without a day; null for anything else.</summary>
    public SubscriberKey? Read(LinkPurpose purpose, string text)
    {
        Span<byte> token = stackalloc byte[TokenSize];
        return DaysOf(purpose) is null && SideOf(purpose) is null && Open(purpose, text, token) ? SubscriberKey.FromBytes(token[1..^MacSize]) : null;
    }

    /// <summary>What a token made with a day says; null for anything else. One of a day to come is none of ours.</summary>
    public DatedLink? Read(LinkPurpose purpose, string text, Instant now)
    {
        Span<byte> token = stackalloc byte[DatedTokenSize];
        if (DaysOf(purpose) is not { } days || !Open(purpose, text, token)) return null;
        var issued = ReadDay(token[(1 + SubscriberKey.Size)..]);
        var age = Period.DaysBetween(issued, now.InUtc().Date);
        return age < 0 ? null : new DatedLink(SubscriberKey.FromBytes(token.Slice(1, SubscriberKey.Size)), issued, age > days);
    }

    /// <summary>Days that a purpose's links work after that of issue; null for those that work for ever.</summary>
    private static int? DaysOf(LinkPurpose purpose) => purpose == LinkPurpose.Confirm ? ConfirmDays : null;

    /// <summary>Whose link it is about a change of address; null for all others.</summary>
    private static MoveSide? SideOf(LinkPurpose purpose) => purpose switch
    {
        LinkPurpose.MoveOld => MoveSide.Old,
        LinkPurpose.MoveNew => MoveSide.New,
        _ => null,
    };

    private static void WriteDay(Span<byte> token, Instant issued) =>
        BinaryPrimitives.WriteUInt16BigEndian(token, checked((ushort)Period.DaysBetween(FirstDay, issued.InUtc().Date)));

    private static LocalDate ReadDay(ReadOnlySpan<byte> token) => FirstDay.PlusDays(BinaryPrimitives.ReadUInt16BigEndian(token));

    private string Sealed(LinkPurpose purpose, Span<byte> token)
    {
        Sign(purpose, token[..^MacSize], token[^MacSize..]);
        return Base64Url.EncodeToString(token);
    }

    private bool Open(LinkPurpose purpose, string text, Span<byte> token)
    {
        if (text.Length != Base64Url.GetEncodedLength(token.Length) || !TryDecode(text, token)) return false;
        Span<byte> signed = stackalloc byte[SignedSize];
        return secrets.Made(Signed(purpose, token[..^MacSize], signed), token[^MacSize..]);
    }

    private static bool TryDecode(string text, Span<byte> token)
    {
        try
        {
            // Exactly one spelling: what decodes but is not written that way is not a token of ours.
            return Base64Url.TryDecodeFromChars(text, token, out var size) && size == token.Length
                && string.Equals(Base64Url.EncodeToString(token), text, StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void Sign(LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> signed = stackalloc byte[SignedSize];
        secrets.Sign(Signed(purpose, content, signed), mac);
    }

    private static ReadOnlySpan<byte> Signed(LinkPurpose purpose, ReadOnlySpan<byte> content, Span<byte> signed)
    {
        var length = Encoding.ASCII.GetBytes($"publisher link 1 {purpose}\0", signed);
        content.CopyTo(signed[length..]);
        return signed[..(length + content.Length)];
    }
}
