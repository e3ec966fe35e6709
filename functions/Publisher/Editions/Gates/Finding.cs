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
    public override string ToString() => Item is { } item ? $"{item}, {Field}: {Text}" : $"{Field}: {Text}";
}
