using Publisher.App.Staff.Access;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.App.Staff;

public sealed class EditionMissedApi(EditionList editions, MissedReaders missed)
{
    /// <summary>A page of those who missed an edition: whom, why, and where the next page is. Authors see addresses in part.</summary>
    public async Task<IResult> GetAsync(HttpContext context, string id, string from)
    {
        var (role, cancellationToken) = (context.Staff().Role, context.RequestAborted);
        if (!Edition.IsId(id) || await editions.FindAsync(id, cancellationToken) is not { } edition)
            return Results.Problem(title: "There is no such edition.", statusCode: 404);
        if (edition.Forgotten != Forgotten.Nothing) return Results.Problem(title: MissedPage.NoLongerKept, statusCode: StatusCodes.Status410Gone);
        var page = await missed.ReadAsync(edition.Id, from, cancellationToken);
        return Results.Json(new
        {
            edition = edition.Id,
            readers = page.Readers.Select(reader => new { reader = reader.Key.ToString(), address = ReaderAddress.For(role, reader.Address), why = reader.Why, reason = reader.Reason, code = reader.Code }),
            next = page.Next is { } next ? $"/api/editions/{edition.Id}/missed?from={Uri.EscapeDataString(next)}" : null,
            retry = $"/api/editions/{edition.Id}/retry",
        });
    }
}
