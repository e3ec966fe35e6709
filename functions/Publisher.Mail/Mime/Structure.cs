namespace Publisher.Mail.Mime;

/// <summary>
/// The fixed fields of parts. A boundary holds <c>=_</c>, which neither quoted-printable (RFC 2045 §6.7) nor base64 can
/// produce: no text whatever can end a part.
/// </summary>
internal static class Structure
{
    internal static ReadOnlySpan<byte> MimeVersion => "MIME-Version: 1.0\r\n"u8;

    internal static ReadOnlySpan<byte> TextPart =>
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"u8;

    internal static ReadOnlySpan<byte> HtmlPart =>
        "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"u8;
}
