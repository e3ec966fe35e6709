using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>An edition that staff ask for, as it would be: nothing of it is stored.</summary>
public sealed record DraftedEdition(Edition Edition, IReadOnlyList<DigestEntry> Entries, RenderedEdition Rendered);
