namespace Publisher.Mail.Mime;

/// <summary>How the value of a header field is written.</summary>
public enum FieldForm
{
    /// <summary>The value has a grammar of its own (a URL in brackets, an identifier): ASCII, folded at its blanks.</summary>
    Structured,

    /// <summary>The value is free text: what is outside ASCII becomes encoded words (RFC 2047).</summary>
    Unstructured,
}

/// <summary>One header field beyond those the composer writes itself.</summary>
/// <param name="Name">Visible ASCII without a colon, 1 to 64 characters; none of the composer's own.</param>
/// <param name="Value">The value, not encoded.</param>
/// <param name="Form">How it is written.</param>
public sealed record MessageField(string Name, string Value, FieldForm Form = FieldForm.Structured);
