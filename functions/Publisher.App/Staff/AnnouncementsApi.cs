using System.Text.Json;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff;

/// <summary>An announcement as staff ask for it: <c>{"item": "call/2023-2"}</c>.</summary>
public sealed record AnnouncementRequest(string? Item);

public sealed class AnnouncementsApi(AnnounceItem announce, DispatchEditions dispatch)
{
    /// <summary>Octets of a request: it names an item.</summary>
    private const int MaxBody = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>202 with the address of its status. Asked again, the same item's same version gives the same announcement.</summary>
    public async Task<IResult> PostAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBody) return Bad($"The request is larger than {MaxBody / 1024} kB.", 413);
        AnnouncementRequest? request;
        try
        {
            request = await context.Request.ReadFromJsonAsync<AnnouncementRequest>(Json, context.RequestAborted);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Bad("The request is not JSON such as {\"item\": \"call/2023-2\"}, sent as application/json.");
        }

        if (request?.Item is not { } text || !ItemRef.TryParse(text, out var item))
            return Bad("„item” must name an item as KIND/ID, such as call/2023-2; the kinds are call, event and news.");
        try
        {
            var edition = await announce.RunAsync(item, context.RequestAborted);
            if (edition.State == EditionState.Scheduled) edition = await dispatch.SendAsync(edition, context.RequestAborted);
            var status = $"/api/editions/{edition.Id}";
            return Results.Accepted(status, new { edition = edition.Id, state = edition.State.ToString().ToLowerInvariant(), status });
        }
        catch (RefusedException refusal)
        {
            return Results.Problem(title: refusal.Message, detail: string.Join("; ", refusal.Faults.Select(fault => fault.Text)), statusCode: 409);
        }
    }

    private static IResult Bad(string detail, int status = 400) => Results.Problem(title: "Nothing was announced.", detail: detail, statusCode: status);
}
