namespace Publisher;

/// <summary>One thing wrong with what a person gave us: where it is and what to do about it.</summary>
/// <param name="Field">The field as the person wrote it, such as <c>items[2].closes</c> or a column's name.</param>
/// <param name="Text">Says what is wrong and what would be right, for the person who has to mend it.</param>
/// <param name="Line">The line of the file, counted from 1; null where there is no file.</param>
public sealed record Fault(string Field, string Text, int? Line = null)
{
    public override string ToString() => Line is { } line ? $"line {line}, {Field}: {Text}" : $"{Field}: {Text}";
}

/// <summary>What was given cannot be taken; nothing of it was. Every fault is named.</summary>
public class RefusedException(string message, IReadOnlyList<Fault> faults) : Exception(message)
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}
