using Publisher.Content;

namespace Publisher.Editions.Gates;

public enum Severity
{
    /// <summary>The edition must not go out so.</summary>
    Block,

    /// <summary>Somebody should look; it may be meant.</summary>
    Warn,
}

/// <summary>Something of an edition that readers would stumble over.</summary>
/// <param name="Item">Whose it is; null where it is the edition's or the installation's.</param>
/// <param name="Field">As staff write it: <c>image.alt</c>, <c>links[0].text</c>, <c>translations[1].summary</c>; or a setting's name.</param>
/// <param name="Text">What is wrong and what to do, for the person who has to mend it; to be read after the field.</param>
public sealed record Finding(ItemRef? Item, string Field, string Text, Severity Severity)
{
    /// <summary>What it is, for pages that word it in the reader's language; null for what is of the edition or the installation.</summary>
    public FaultCode? Code { get; private init; }

    /// <summary>What fills the blanks of the code's sentence.</summary>
    public IReadOnlyList<(string Blank, string Value)> Arguments { get; private init; } = [];

    /// <param name="values">Of the code's blanks, in their order.</param>
    public Finding As(FaultCode code, params ReadOnlySpan<string> values) => this with { Code = code, Arguments = FaultCodes.Fill(code, values) };

    // The code says no more than the text does: two that read alike are one.
    public bool Equals(Finding? other) => other is not null && (Item, Field, Text, Severity) == (other.Item, other.Field, other.Text, other.Severity);

    public override int GetHashCode() => HashCode.Combine(Item, Field, Text, Severity);

    public override string ToString() => Item is { } item ? $"{item}, {Field}: {Text}" : $"{Field}: {Text}";
}
