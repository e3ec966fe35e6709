namespace Publisher.Content.Editing;

/// <summary>How the two values of a change are to be read.</summary>
public enum FieldForm
{
    /// <summary>The person's own words, on one line or several.</summary>
    Words,

    Markdown,

    /// <summary>As <see cref="Content.Moment"/> writes it.</summary>
    Moment,

    /// <summary>Złoty, as <see cref="FormAmount"/> writes it.</summary>
    Money,

    /// <summary>A web address.</summary>
    Address,

    /// <summary>An entry a line.</summary>
    Lines,

    /// <summary>A district's slug a line.</summary>
    Districts,

    /// <summary><c>draft</c>, <c>published</c> or <c>withdrawn</c>.</summary>
    Status,

    /// <summary>Two letters.</summary>
    Language,
}

/// <summary>A field that differs between two versions of an item.</summary>
/// <param name="Field">As forms call it, but for translations: <c>title</c>, with the language beside it.</param>
/// <param name="Old">Empty where there was nothing.</param>
/// <param name="New">Empty where there is nothing any more.</param>
/// <param name="Form">How the values are written.</param>
/// <param name="IsConsequential">People act upon it: whoever knew the old value has to be told.</param>
/// <param name="Language">Of the translation that it is in; empty for the original and for what is not translated.</param>
public sealed record FieldChange(string Field, string Old, string New, FieldForm Form, bool IsConsequential = false, string Language = "");
