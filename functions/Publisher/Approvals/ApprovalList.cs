using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using NodaTime;

namespace Publisher.Approvals;

/// <summary>The face of approvals: who wants what to go out, and who else has said yes to just that.</summary>
public sealed class ApprovalList(TableServiceClient tables, TimeProvider clock)
{
    /// <summary>Code of the refusal where somebody else waits.</summary>
    public const string AskedByOther = "askedByOther";

    private const string NotApproved = "It was not approved.";

    private readonly TableClient table = tables.GetTableClient(ApprovalTable.Name);

    public Task CreateStorageAsync(CancellationToken cancellationToken) => table.CreateIfNotExistsAsync(cancellationToken);

    /// <returns>Null where nobody has asked.</returns>
    public async Task<Approval?> FindAsync(string subject, CancellationToken cancellationToken)
    {
        var row = await table.GetEntityIfExistsAsync<TableEntity>(ApprovalTable.PartitionKey, ApprovalTable.RowKey(subject), cancellationToken: cancellationToken);
        return row.HasValue ? ApprovalTable.FromRow(row.Value!) : null;
    }

    /// <summary>What waits for somebody, in no particular order.</summary>
    public async IAsyncEnumerable<Approval> WaitingAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = nameof(ApprovalState.Asked);
        await foreach (var row in table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {ApprovalTable.PartitionKey} and State eq {asked}"), cancellationToken: cancellationToken))
            yield return ApprovalTable.FromRow(row);
    }

    /// <summary>Asks for a thing as it is now. What was said to the very same stays said; what was said to anything else of the subject is void.</summary>
    /// <param name="over">Hash of what somebody else has asked for and the asker has seen: it is given up for this. Null where it does not matter who asked.</param>
    /// <exception cref="RefusedException">Somebody else waits for a word to another of the same subject.</exception>
    public async Task<AskedApproval> AskAsync(string subject, string hash, string by, string proposal, string? over, CancellationToken cancellationToken)
    {
        Approval? before = null;
        var after = await ChangeAsync(
            subject,
            found =>
            {
                before = found;
                if (found?.Hash == hash && found.Proposal == proposal && found.State is ApprovalState.Asked or ApprovalState.Approved) return found;
                if (over is not null && found is { State: ApprovalState.Asked } && found.AskedBy != by && found.Hash != over)
                    throw Refused("approval", $"{found.AskedBy} has asked for something else of it, and waits for a word", AskedByOther, ("who", found.AskedBy));
                return new Approval(subject, hash, ApprovalState.Asked, by, clock.Now(), proposal);
            },
            cancellationToken);
        return new AskedApproval(after, before);
    }

    /// <summary>Who asked takes it back while nobody has decided.</summary>
    /// <param name="hash">Of what they have seen.</param>
    /// <exception cref="RefusedException">It is another's, or another one by now, or decided.</exception>
    public Task<Approval> TakeBackAsync(string subject, string hash, string by, CancellationToken cancellationToken) => ChangeAsync(
        subject,
        found => found switch
        {
            null => throw Refused("approval", "nobody has asked for it", "notAsked"),
            _ when found.Hash != hash => throw Refused("hash", "it has been changed since you looked at it; look at it as it is now", "changedSince"),
            _ when found.AskedBy != by => throw Refused("by", $"{found.AskedBy} has asked for it, and nobody else takes it back", "notYours", ("who", found.AskedBy)),
            { State: ApprovalState.TakenBack } => found,
            { State: not ApprovalState.Asked } => throw Refused("approval", $"{found.DecidedBy} has decided on it already", "decidedAlready", ("who", found.DecidedBy)),
            _ => found with { State = ApprovalState.TakenBack, DecidedBy = by, Decided = clock.Now() },
        },
        cancellationToken);

    /// <param name="hash">Of what the approver has seen.</param>
    /// <exception cref="RefusedException">It is another one by now, or the asker's own.</exception>
    public Task<Approval> ApproveAsync(string subject, string hash, string by, CancellationToken cancellationToken) =>
        DecideAsync(subject, hash, by, ApprovalState.Approved, found => found with { State = ApprovalState.Approved, Reason = "" }, cancellationToken);

    /// <param name="hash">Of what the approver has seen.</param>
    /// <exception cref="RefusedException">It is another one by now, or the asker's own, or the reason is none.</exception>
    public Task<Approval> RefuseAsync(string subject, string hash, string by, string reason, CancellationToken cancellationToken) =>
        DecideAsync(subject, hash, by, ApprovalState.Refused, found => found with { State = ApprovalState.Refused, Reason = Checked(reason) }, cancellationToken);

    /// <summary>An emergency: it goes out though nobody else has looked, and that is kept.</summary>
    /// <exception cref="RefusedException">The reason is none.</exception>
    public Task<Approval> BypassAsync(string subject, string hash, string by, string proposal, string reason, CancellationToken cancellationToken)
    {
        var why = Checked(reason);
        return ChangeAsync(
            subject,
            found => found?.Allows(hash) == true
                ? found
                : new Approval(subject, hash, ApprovalState.Approved, found?.AskedBy ?? by, found?.Asked ?? clock.Now(), proposal, by, clock.Now(), why, IsBypass: true),
            cancellationToken)!;
    }

    private Task<Approval> DecideAsync(string subject, string hash, string by, ApprovalState to, Func<Approval, Approval> decide, CancellationToken cancellationToken) => ChangeAsync(
        subject,
        found => found switch
        {
            null => throw Refused("approval", "nobody has asked for it", "notAsked"),
            _ when found.Hash != hash => throw Refused("hash", "it has been changed since you looked at it; look at it as it is now", "changedSince"),
            _ when found.AskedBy == by => throw Refused("by", "somebody else than who asked has to look at it", "ownRequest"),
            { State: not ApprovalState.Asked } => found.DecidedBy == by && found.State == to ? found : throw Refused("approval", $"{found.DecidedBy} has decided on it already", "decidedAlready", ("who", found.DecidedBy)),
            _ => decide(found) with { DecidedBy = by, Decided = clock.Now() },
        },
        cancellationToken);

    /// <summary>Changes a subject's row as it is at the moment of the change, whoever else writes it.</summary>
    private async Task<Approval> ChangeAsync(string subject, Func<Approval?, Approval> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await FindAsync(subject, cancellationToken);
            var next = change(found);
            if (next == found) return found;
            try
            {
                var answer = found is null
                    ? await table.AddEntityAsync(ApprovalTable.ToRow(next), cancellationToken)
                    : await table.UpdateEntityAsync(ApprovalTable.ToRow(next), found.ETag, TableUpdateMode.Replace, cancellationToken);
                return next with { ETag = answer.Headers.ETag ?? default };
            }
            catch (RequestFailedException fault) when (fault.Status is 409 or 412)
            {
                // Somebody was faster: their word is looked at first.
            }
        }
    }

    private static string Checked(string reason) => reason.Trim() is { Length: > 0 and <= Approval.MaxReason } text && !text.Any(char.IsControl)
        ? text
        : throw Refused("reason", $"say why, on one line and in at most {Approval.MaxReason} characters", "reason", ("max", $"{Approval.MaxReason}"));

    private static RefusedException Refused(string field, string text, string code, params (string Blank, string Value)[] arguments) => new(NotApproved, [new Fault(field, text).As(code, arguments)]);
}
