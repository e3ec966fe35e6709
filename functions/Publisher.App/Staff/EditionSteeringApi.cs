using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Editions;

namespace Publisher.App.Staff;

public sealed class EditionSteeringApi(EditionList editions, RecordedEditions recorded, StaffGate gate)
{
    /// <summary>202 with the state it is in now. Said again, it changes nothing.</summary>
    /// <param name="action">pause, resume, cancel or retry.</param>
    /// <param name="rejected">For retry: also those whom the relay refused for another reason than their mailbox.</param>
    public async Task<IResult> PostAsync(HttpContext context, string id, string action, bool rejected)
    {
        var cancellationToken = context.RequestAborted;
        if (action is not ("pause" or "resume" or "cancel" or "retry"))
            return Results.Problem(title: "There is no such action.", detail: "It can be pause, resume, cancel or retry.", statusCode: 404);
        // Whoever sees that something goes wrong may stop it.
        if (action is "resume" or "retry" && gate.RefuseSending(context) is { } refused) return refused;
        if (!Edition.IsId(id) || await editions.FindAsync(id, cancellationToken) is not { } edition)
            return Results.Problem(title: "There is no such edition.", statusCode: 404);
        try
        {
            var (retried, who) = (0, context.Staff().Name);
            if (action == "retry") (edition, retried) = await recorded.RetryAsync(edition, rejected, who, cancellationToken);
            else edition = await recorded.SteerAsync(edition, action, who, cancellationToken);
            var (state, status) = (edition.State.ToString().ToLowerInvariant(), $"/api/editions/{edition.Id}");
            return action == "retry"
                ? Results.Accepted(status, new { edition = edition.Id, state, retried, status })
                : Results.Accepted(status, new { edition = edition.Id, state, status });
        }
        catch (RefusedException refusal)
        {
            return Results.Problem(title: refusal.Message, detail: string.Join("; ", refusal.Faults.Select(fault => fault.Text)), statusCode: 409);
        }
    }
}
