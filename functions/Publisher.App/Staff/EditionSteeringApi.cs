using Publisher.App.Staff.Access;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Staff;

namespace Publisher.App.Staff;

public sealed class EditionSteeringApi(EditionList editions, SteerEdition steer, StaffGate gate, AuditLog audit)
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
            var (retried, before) = (0, edition.State);
            if (action == "retry") (edition, retried) = await steer.RetryAsync(edition, rejected, cancellationToken);
            else edition = await (action switch
            {
                "pause" => steer.PauseAsync(edition, cancellationToken),
                "resume" => steer.ResumeAsync(edition, cancellationToken),
                _ => steer.CancelAsync(edition, cancellationToken),
            });
            if (edition.State != before || retried > 0)
                await audit.RecordAsync(context.Staff().Name, $"{AuditVerbs.Steer}-{action}", edition.Id, before.ToString().ToLowerInvariant(), edition.State.ToString().ToLowerInvariant(), cancellationToken);
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
