namespace Publisher.Mail.Mime;

/// <summary>Message identifiers (RFC 5322 §3.6.4), without their angle brackets.</summary>
public static class MessageId
{
    private const int Longest = 250; // octets; with "Message-ID: <>" far below the hard line, and what archives accept

    private static readonly System.Buffers.SearchValues<char> Delimiters = System.Buffers.SearchValues.Create("<>()\"\\,;:");

    /// <summary>Whether the text can be a Message-ID: <c>left@right</c> of visible ASCII, no blanks, brackets, quotes or second @.</summary>
    /// <param name="id">The identifier without angle brackets, at most 250 characters.</param>
    /// <returns>Whether it is one.</returns>
    public static bool IsValid(ReadOnlySpan<char> id)
    {
        var at = id.IndexOf('@');
        return at > 0 && at < id.Length - 1 && id.Length <= Longest && id.LastIndexOf('@') == at
            && !id.ContainsAnyExcept(CharSets.Visible) && !id.ContainsAny(Delimiters);
    }
}
