using System.Text.Json;
using System.Text.Json.Serialization;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Editions.Gates;

namespace Publisher.App.Staff;

/// <summary>What staff want to have set right: <c>{"item": "call/2023-2"}</c>.</summary>
public sealed record CorrectionRequest(string? Item);

public sealed class CorrectionsApi(CorrectItem correct, CountReaders count, RecordedEditions recorded)
{
    /// <summary>Octets of a request: it names one item.</summary>
    private const int MaxBody = 4 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>202 with the address of its status; asked again, the same version of the item gives the same correction.</summary>
    /// <param name="dryRun">Only tells what would be; 200.</param>
    public async Task<IResult> PostAsync(HttpContext context, bool dryRun)
    {
        var cancellationToken = context.RequestAborted;
        if (context.Request.ContentLength > MaxBody) return Bad($"The request is larger than {MaxBody / 1024} kB.", 413);
        if (await ReadAsync(context.Request, cancellationToken) is not { } item) return Bad("The request is not JSON that names an item as KIND/ID, such as {\"item\": \"call/2023-2\"}, sent as application/json.");
        try
        {
            var draft = await correct.DraftAsync(item, cancellationToken);
            if (dryRun) return await TellAsync(draft, cancellationToken);
            var edition = await recorded.CorrectAsync(draft, context.Staff().Name, cancellationToken);
            var status = $"/api/editions/{edition.Id}";
            return Results.Accepted(status, new { edition = edition.Id, state = edition.State.ToString().ToLowerInvariant(), note = edition.Note, status });
        }
        catch (GateException gates)
        {
            return FindingJson.Of(gates, static field => field);
        }
        catch (RefusedException refusal)
        {
            return Bad(string.Join("; ", refusal.Faults.Select(fault => fault.Text)), 409);
        }
    }

    private async Task<IResult> TellAsync(DraftedEdition draft, CancellationToken cancellationToken)
    {
        var (told, at) = await count.WholeAsync(draft, cancellationToken);
        return Results.Json(FindingJson.Of(draft, told, told.Begins, at, static field => field));
    }

    private static async Task<ItemRef?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await request.ReadFromJsonAsync<CorrectionRequest>(Json, cancellationToken) is { Item: { } name } && ItemRef.TryParse(name, out var item) ? item : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Bad(string detail, int status = 400) => Results.Problem(title: "Nothing was corrected.", detail: detail, statusCode: status);
}
