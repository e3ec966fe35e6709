using System.Buffers;

namespace Publisher.Mail.Smtp;

/// <summary>Makes content fit for DATA (RFC 5321 §4.5.2): full stops at the beginning of lines doubled, ended by a line with one.</summary>
internal static class SmtpContent
{
    internal static void Finish(MessageBuffer content, ContentTraits traits)
    {
        if (traits.HasFlag(ContentTraits.DotLine)) Stuff(content);
        content.Write(EndsLine(content) ? ".\r\n"u8 : "\r\n.\r\n"u8);
    }

    internal static bool EndsLine(MessageBuffer content) => content.Length == 0 || content.Written.Span is [.., (byte)'\r', (byte)'\n'];

    private static void Stuff(MessageBuffer content)
    {
        var plain = content.Written.ToArray().AsSpan();
        content.Clear();
        if (plain[0] == '.') content.Write("."u8);
        for (int at; (at = plain.IndexOf("\n."u8)) >= 0; plain = plain[(at + 1)..])
        {
            content.Write(plain[..(at + 1)]);
            content.Write("."u8);
        }
        content.Write(plain);
    }
}
