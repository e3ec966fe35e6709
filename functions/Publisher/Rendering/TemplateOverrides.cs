using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Publisher.Rendering;

/// <summary>
/// Templates that staff put into the container <c>templates</c>, at the same paths as the built-in ones (<c>digest/digest.html.hbs</c>,
/// <c>partials/header.html.hbs</c>). One that is broken is told once for each of its versions, and the built-in one stays.
/// </summary>
/// <param name="tell">Told what was refused and why, a sentence each.</param>
public sealed class TemplateOverrides(BlobServiceClient blobs, Templates templates, TimeProvider clock, Action<string> tell) : IDisposable
{
    public const string ContainerName = "templates";

    /// <summary>Octets of a template: four for each character that is allowed.</summary>
    private const int MaxOctets = 4 * 256 * 1024;

    /// <summary>Blobs that are looked at.</summary>
    private const int MaxBlobs = 200;

    private const string Ending = ".hbs";

    /// <summary>How long a page or post may be made with templates that were overridden meanwhile. An edition looks by itself.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly BlobContainerClient container = blobs.GetBlobContainerClient(ContainerName);
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly HashSet<(string Name, string Version)> told = [];
    private Dictionary<string, Source> known = new(StringComparer.Ordinal);
    private long? looked;

    /// <summary>The blobs that are not used, by name, with a sentence each.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

    /// <summary>Looks for changes, at most once a minute. Storage that does not answer leaves all as it is.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (IsFresh()) return;
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (!IsFresh()) await LookAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or IOException)
        {
            looked = clock.GetTimestamp();
            tell($"The container {ContainerName} cannot be read; the templates stay as they are: {fault.Message.ReplaceLineEndings(" ")}");
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The templates as they are in storage now, for one edition: they do not change while it is made.</summary>
    /// <exception cref="RequestFailedException">Storage does not answer.</exception>
    public async Task<Templates> TakeAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await LookAsync(cancellationToken);
            return templates.Snapshot();
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private bool IsFresh() => looked is { } at && clock.GetElapsedTime(at) < Fresh;

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Source>(StringComparer.Ordinal);
        var changed = false;
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (found.Count == MaxBlobs) break;
            var version = blob.Properties.ETag?.ToString() ?? "";
            if (known.TryGetValue(blob.Name, out var before) && before.Version == version) found.Add(blob.Name, before);
            else if (await ReadAsync(blob, version, cancellationToken) is { } source) (found[blob.Name], changed) = (source, true);
        }

        if (changed || found.Count != known.Count) Use(found);
        (known, looked) = (found, clock.GetTimestamp());
    }

    private void Use(Dictionary<string, Source> found)
    {
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        var accepted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (blob, source) in found)
        {
            if (FaultOf(blob, source) is { } fault) refused[blob] = fault;
            else accepted[blob[..^Ending.Length]] = source.Text;
        }

        // Together first: a template and its partial may have been changed for each other. Only if that fails, one by one, partials before what uses them.
        if (FaultsOf(accepted).Any())
        {
            var candidates = accepted.OrderBy(pair => !TemplateSet.IsPartial(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToList();
            accepted = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, text) in candidates)
            {
                accepted[name] = text;
                if (FaultsOf(accepted).FirstOrDefault() is not { } fault) continue;
                accepted.Remove(name);
                refused[name + Ending] = fault;
            }
        }

        templates.Use(templates.BuiltIn.With(accepted));
        Refused = refused;
        foreach (var (blob, fault) in refused.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (told.Add((blob, found[blob].Version))) tell($"The template {blob} in the container {ContainerName} is not used: it {fault}.");
    }

    private string? FaultOf(string blob, Source source)
    {
        if (source.Fault is { } fault) return fault;
        var name = blob[..^Ending.Length];
        // Whoever could change a page of the console could have staff press any button.
        if (TemplateSet.IsConsole(name)) return "belongs to the staff console, which is as it was built";
        if (!templates.BuiltIn.Has(name) && !(TemplateSet.IsPartial(name) && (name.EndsWith(".html", StringComparison.Ordinal) || name.EndsWith(".txt", StringComparison.Ordinal))))
            return "has no built-in counterpart, so nobody would render it; see the paths in templates/README.md";
        return TemplateCheck.FaultOfSource(source.Text) ?? templates.BuiltIn.FaultOfSource(name, source.Text);
    }

    /// <summary>The faults of all templates that these overrides change, be it by a partial.</summary>
    private IEnumerable<string> FaultsOf(Dictionary<string, string> overrides)
    {
        var trial = templates.BuiltIn.With(overrides);
        foreach (var name in trial.Names.Order(StringComparer.Ordinal))
        {
            string? fault;
            try
            {
                if (!trial.PartsOf(name).Any(overrides.ContainsKey)) continue;
                fault = TemplateCheck.FaultOf(name, trial, templates.BuiltIn);
            }
            catch (TemplateException broken)
            {
                fault = broken.Template == name ? broken.Fault : $"cannot be used: {broken.Message}";
            }

            if (fault is not null) yield return overrides.ContainsKey(name) ? fault : $"breaks the template {name}, which {fault}";
        }
    }

    private async Task<Source?> ReadAsync(BlobItem blob, string version, CancellationToken cancellationToken)
    {
        if (blob.Name.EndsWith(".mjml", StringComparison.Ordinal)) return new Source(version, "", "is MJML, which only the build compiles; upload the compiled .html.hbs");
        if (!blob.Name.EndsWith(Ending, StringComparison.Ordinal)) return new Source(version, "", $"is no template: its name does not end in {Ending}");
        if (blob.Properties.ContentLength is not <= MaxOctets) return new Source(version, "", $"is larger than {MaxOctets} octets");
        try
        {
            var content = (await container.GetBlobClient(blob.Name).DownloadContentAsync(
                new BlobDownloadOptions { Range = new HttpRange(0, MaxOctets) }, cancellationToken)).Value.Content;
            return new Source(version, Decode(content.ToMemory().Span), null);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException empty) when (empty.Status == 416)
        {
            return new Source(version, "", null);
        }
        catch (DecoderFallbackException)
        {
            return new Source(version, "", "is not UTF-8; save it as UTF-8 and upload it again");
        }
    }

    private static string Decode(ReadOnlySpan<byte> octets) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets.StartsWith(Encoding.UTF8.Preamble) ? octets[Encoding.UTF8.Preamble.Length..] : octets);

    /// <param name="Version">Its ETag.</param>
    /// <param name="Fault">Why it cannot even be read; null where it can.</param>
    private sealed record Source(string Version, string Text, string? Fault);
}
