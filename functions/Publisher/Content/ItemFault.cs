namespace Publisher.Content;

/// <summary>One thing wrong with an item, or to be asked about it.</summary>
/// <param name="Field">As forms and content files call it: <c>closes</c>, <c>links[0].text</c>, <c>translations[1].summary</c>; empty where it is the whole item's.</param>
/// <param name="Text">In English, to be read after the field: for files and the API. People at a page get <see cref="Code"/> in their language.</param>
/// <param name="Arguments">What fills the blanks of the code's sentence.</param>
public sealed record ItemFault(string Field, FaultCode Code, string Text, IReadOnlyList<(string Blank, string Value)> Arguments)
{
    /// <summary>It may be meant: the person is asked, and it is taken when they say so.</summary>
    public bool IsQuestion { get; init; }

    /// <param name="values">Of the code's blanks, in their order.</param>
    public static ItemFault Of(string field, FaultCode code, string text, params ReadOnlySpan<string> values) => new(field, code, text, FaultCodes.Fill(code, values));

    /// <summary>The same as a question.</summary>
    public static ItemFault Ask(string field, FaultCode code, string text, params ReadOnlySpan<string> values) => Of(field, code, text, values) with { IsQuestion = true };

    public override string ToString() => Field.Length > 0 ? $"{Field}: {Text}" : Text;
}
