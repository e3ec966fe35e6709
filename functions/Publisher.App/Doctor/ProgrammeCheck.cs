using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Content;
using Publisher.Rendering;

namespace Publisher.App.Doctor;

/// <summary>Whether whoever pays is shown as they want to be: a strip for each programme that an item names, and its logos where they are said to be.</summary>
public sealed class ProgrammeCheck(PublisherSettings settings, Items items, AssetStore assets) : IDoctorCheck
{
    /// <summary>Items named in one sentence.</summary>
    private const int MostNamed = 5;

    public string Name => "programmes";

    public async Task<IReadOnlyList<DoctorFinding>> RunAsync(CancellationToken cancellationToken)
    {
        var found = new List<DoctorFinding>();
        var unknown = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        await foreach (var stored in items.AllAsync(cancellationToken))
        {
            if (stored.Item.Status != ItemStatus.Published || Programmes.NamedBy(stored.Item) is not { Length: > 0 } named || settings.Programmes.Of(stored.Item).Count > 0) continue;
            if (!unknown.TryGetValue(named, out var naming)) unknown[named] = naming = [];
            naming.Add(stored.Ref.ToString());
        }

        foreach (var (named, naming) in unknown.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            found.Add(new DoctorFinding(Name, DoctorState.Todo, "doctorProgrammesUnknown", ("programme", named), ("items", string.Join(", ", naming.Take(MostNamed)) + (naming.Count > MostNamed ? "…" : ""))));
        foreach (var programme in settings.Programmes.All)
            foreach (var logo in programme.Logos)
                if (OwnName(logo.Url) is { } own && await assets.FindAsync(own, cancellationToken) is null)
                    found.Add(new DoctorFinding(Name, DoctorState.Todo, "doctorProgrammesLogo", ("programme", programme.Name), ("logo", own)));
        return found.Count > 0 ? found : [new DoctorFinding(Name, DoctorState.Good, "doctorProgrammesGood", ("n", $"{settings.Programmes.All.Count}"))];
    }

    /// <summary>Of a picture that this installation serves itself; null for one elsewhere.</summary>
    private string? OwnName(string url) => url.StartsWith(settings.PublicUrl + AssetName.Path, StringComparison.Ordinal) ? url[(settings.PublicUrl.Length + AssetName.Path.Length)..] : null;
}
