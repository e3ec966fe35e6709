using System.Buffers;

namespace Publisher.Mail.Mime;

/// <summary>
/// Characters that values are looked through for. Sets, for a search by range boxes its bounds until the runtime has compiled the caller
/// well, and that takes thousands of messages.
/// </summary>
internal static class CharSets
{
    /// <summary>ASCII that leaves ink.</summary>
    internal static readonly SearchValues<char> Visible = Of(('!', '~'));

    /// <summary>ASCII that may stand bare in a line: what is visible, and the blank.</summary>
    internal static readonly SearchValues<char> Printable = Of((' ', '~'));

    /// <summary>The control characters of Unicode: C0, DEL and C1.</summary>
    internal static readonly SearchValues<char> Control = Of(('\0', '\u001f'), ('\u007f', '\u009f'));

    private static SearchValues<char> Of(params ReadOnlySpan<(char First, char Last)> ranges)
    {
        List<char> all = [];
        foreach (var (first, last) in ranges) all.AddRange(Enumerable.Range(first, last - first + 1).Select(c => (char)c));
        return SearchValues.Create([.. all]);
    }
}
