namespace Publisher.Rendering;

/// <summary>What an organisation's mails and pages look like. From settings.</summary>
/// <param name="Accent">Headings, links and buttons on white, as <c>#rrggbb</c>.</param>
/// <param name="Logo">Shown at the top; null for the name in words alone.</param>
public sealed record Look(string Accent, Logo? Logo)
{
    /// <summary>Contrast 7.6 : 1 on white.</summary>
    public static Look Default { get; } = new("#00529b", null);
}
