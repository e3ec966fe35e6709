namespace Publisher.Mail.Mime;

/// <summary>
/// The fixed octets between the parts. A boundary holds <c>=_</c>, which neither quoted-printable (RFC 2045 §6.7) nor base64 can
/// produce: no text whatever can end a part.
/// </summary>
internal static class Structure
{
    internal static ReadOnlySpan<byte> MimeVersion => "MIME-Version: 1.0\r\n"u8;

    internal static ReadOnlySpan<byte> OpenAlternative =>
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"=_alternative\"\r\n\r\n"u8;

    internal static ReadOnlySpan<byte> FirstAlternative => "--=_alternative\r\n"u8;

    // The line break in front belongs to the delimiter (RFC 2046 §5.1.1), so that the part keeps its own.
    internal static ReadOnlySpan<byte> NextAlternative => "\r\n--=_alternative\r\n"u8;

    internal static ReadOnlySpan<byte> CloseAlternative => "\r\n--=_alternative--\r\n"u8;

    internal static ReadOnlySpan<byte> TextPart =>
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"u8;

    internal static ReadOnlySpan<byte> HtmlPart =>
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"u8;
}
