namespace Publisher.Rendering;

/// <summary>What a template may use. A mail, a page or a post needs a small part of each; more than this is a fault of the template.</summary>
/// <param name="Source">Characters of a template's source.</param>
/// <param name="Tags"><c>{{…}}</c> of a template's source; each is compiled, in about half a millisecond.</param>
/// <param name="Nesting">Blocks within blocks, within one template.</param>
/// <param name="Partials">Partials within partials, while rendering.</param>
/// <param name="Steps">Rounds of all loops and uses of all partials, in one rendering.</param>
/// <param name="Output">Characters of what is rendered.</param>
/// <param name="Time">Of one rendering.</param>
public sealed record RenderLimits(int Source, int Tags, int Nesting, int Partials, int Steps, int Output, TimeSpan Time)
{
    /// <summary>Blocks and parentheses a tag may hold within each other.</summary>
    public const int Parentheses = 8;

    /// <summary>A hundred items with a dozen facts each take 3 000 steps and 400 000 characters; a slow machine renders that in 0.2 s.</summary>
    public static RenderLimits Default { get; } = new(
        Source: 256 * 1024, Tags: 2_000, Nesting: 32, Partials: 16, Steps: 100_000, Output: 2_000_000, Time: TimeSpan.FromSeconds(5));
}
