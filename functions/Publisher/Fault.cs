using System.Text.Json.Serialization;

namespace Publisher;

/// <summary>One thing wrong with what a person gave us: where it is and what to do about it.</summary>
/// <param name="Field">The field as the person wrote it, such as <c>items[2].closes</c> or a column's name.</param>
/// <param name="Text">Says what is wrong and what would be right, for the person who has to mend it.</param>
/// <param name="Line">The line of the file, counted from 1; null where there is no file.</param>
public sealed record Fault(string Field, string Text, int? Line = null)
{
    /// <summary>What it is, for pages that word it in the reader's language; empty where nothing but the text says so.</summary>
    [JsonInclude] public string Code { get; private init; } = "";

    /// <summary>What fills the blanks of the code's sentence.</summary>
    [JsonInclude] public IReadOnlyList<(string Blank, string Value)> Arguments { get; private init; } = [];

    public Fault As(string code, params (string Blank, string Value)[] arguments) => this with { Code = code, Arguments = arguments };

    // The code says no more than the text does: two that read alike are one.
    public bool Equals(Fault? other) => other is not null && (Field, Text, Line) == (other.Field, other.Text, other.Line);

    public override int GetHashCode() => HashCode.Combine(Field, Text, Line);

    public override string ToString() => Line is { } line ? $"line {line}, {Field}: {Text}" : $"{Field}: {Text}";
}

/// <summary>What was given cannot be taken; nothing of it was. Every fault is named.</summary>
public class RefusedException(string message, IReadOnlyList<Fault> faults) : Exception(message)
{
    public IReadOnlyList<Fault> Faults { get; } = faults;
}

/// <summary>It broke off in the middle: a part was taken, and the faults say how to go on.</summary>
public sealed class BrokenOffException(string message, IReadOnlyList<Fault> faults) : RefusedException(message, faults);
