using Publisher.Content;
using Publisher.Editions.Gates;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>
/// Sets right what readers were told of an item whose date, place or amount has changed, or that was withdrawn: old → new, and only to those whom an
/// edition's ledger says it told the old. One version is corrected once, however often it is asked for.
/// </summary>
public sealed class CorrectItem(EditionList editions, Items items, Candidates candidates, PrepareEdition prepare, CompileEdition compile, TimeProvider clock)
{
    private const string Title = "Nothing was corrected.";

    /// <exception cref="RefusedException">There is nothing to correct; the fault says why.</exception>
    /// <exception cref="GateException">It must not go out so.</exception>
    public async Task<Edition> RunAsync(ItemRef item, CancellationToken cancellationToken) => await KeepAsync(await DraftAsync(item, cancellationToken), cancellationToken);

    /// <summary>Makes it ready to be sent.</summary>
    /// <exception cref="GateException">It must not go out so.</exception>
    public Task<Edition> KeepAsync(DraftedEdition draft, CancellationToken cancellationToken) => prepare.KeepAsync(draft, Title, cancellationToken);

    /// <summary>What it would be; nothing is stored. One that is there already is given as it is.</summary>
    /// <exception cref="RefusedException">There is nothing to correct; the fault says why.</exception>
    public async Task<DraftedEdition> DraftAsync(ItemRef item, CancellationToken cancellationToken)
    {
        if (await items.FindAsync(item, cancellationToken) is not { } stored) throw Refused($"there is no {item}", "itemUnknown", item);
        if (stored.Item.Status == ItemStatus.Draft) throw Refused($"{item} is a draft: publish it as it is to be, or withdraw it", "itemDraft", item);
        var (now, id) = (clock.Now(), Corrections.IdOf(stored));
        var there = await editions.FindAsync(id, cancellationToken);
        var told = await candidates.ToldAsync(item, id, cancellationToken);
        var entries = Corrections.Entries(stored, told);
        if (there is null && entries.Count == 0) throw Why(item, told);
        var edition = there ?? new Edition(id, Edition.Correction, 0, EditionState.Draft, now, [new EditionItem(item, stored.Version, Section.Changed)], Heading: "");
        if (entries.Count == 0) return new DraftedEdition(edition, [], new RenderedEdition(new Dictionary<string, RenderedDigest>(StringComparer.Ordinal), [], "", ""));
        try
        {
            return new DraftedEdition(edition, entries, await compile.RenderAsync(edition, entries, cancellationToken));
        }
        catch (TemplateException fault)
        {
            throw new RefusedException(Title, [new Fault("templates", $"it cannot be made: {fault.Message.ReplaceLineEndings(" ")}").As("templates", ("fault", fault.Message.ReplaceLineEndings(" ")))]);
        }
    }

    private static RefusedException Why(ItemRef item, IReadOnlyList<ToldVersion> told) => told.Count == 0
        ? Refused($"no edition has told anybody of {item}, or what it told is no longer kept", "nobodyTold", item)
        : Refused($"what readers were told of {item} is still true: its dates, place and amounts are the same", "stillTrue", item);

    private static RefusedException Refused(string text, string code, ItemRef item) => new(Title, [new Fault("item", text).As(code, ("item", item.ToString()))]);
}
