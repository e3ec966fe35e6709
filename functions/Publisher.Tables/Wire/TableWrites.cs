using Azure.Core;
using Azure.Data.Tables.Batch;

namespace Azure.Data.Tables.Wire;

/// <summary>Sends writes, and tells a conflict with another writer from one with this very call's earlier try.</summary>
/// <remarks>
/// When a reply is lost, the pipeline repeats the request, and the repeat may run into what the first try did: 409 for an insert, 412 for
/// an update with a version, 404 within a transaction that deletes. So on such an answer, and only if an earlier try of the same call ended
/// without telling its outcome (<see cref="AttemptPolicy"/>), the row is read back: if it carries this call's <see cref="WriteStamp"/>, that
/// try committed and nobody has written the row since. Then the call succeeds, with the version read. Anything else stays the conflict it
/// was; another writer's row is never taken for one's own, because a stamp belongs to one call.
/// If the row cannot be read, the outcome is unknown, and the exception has the status 0.
/// </remarks>
internal sealed class TableWrites(TablePipeline pipeline, string tableName)
{
    public async Task<Response> SendAsync(TableWrite write, string stamp, CancellationToken cancellationToken)
    {
        var message = Message(write, stamp);
        var response = await pipeline.SendAsync(message, cancellationToken);
        if (response.Status is 201 or 204) return response;
        if (write.IsDelete && response.Status == 404) return response;
        if (!write.IsDelete && MayBeOwn(message, response.Status))
        {
            var row = await FindAsync(write, cancellationToken);
            if (row.Stamp == stamp) return Answer.Committed(stamp, row.ETag);
        }

        throw ServiceFault.Exception(response);
    }

    public async Task<Response<IReadOnlyList<Response>>> SubmitAsync(
        IReadOnlyList<TableWrite> writes, string stamp, CancellationToken cancellationToken)
    {
        var body = BatchRequest.Write(pipeline.Endpoint, tableName, writes, stamp);
        var message = pipeline.CreateMessage(RequestMethod.Post, "/$batch");
        message.Request.ClientRequestId = stamp;
        message.Request.Headers.Add("Content-Type", BatchRequest.ContentType(stamp));
        message.Request.Content = RequestContent.Create(body);
        var response = await pipeline.SendAsync(message, cancellationToken);
        if (response.Status != 202) throw ServiceFault.Exception(response);
        var outcome = Answers.Guard(response.Status, () => BatchResponse.Read(response.Content.ToMemory().Span, writes.Count));
        if (outcome.Refusal is null) return Response.FromValue(outcome.Answers, response);
        if (MayBeOwn(message, outcome.Refusal.Status) && await FindAsync(writes, stamp, cancellationToken) is { } answers)
            return Response.FromValue(answers, response);
        throw outcome.Refusal;
    }

    private static bool MayBeOwn(HttpMessage message, int status) => status is 404 or 409 or 412 && AttemptPolicy.MayHaveCommitted(message);

    private HttpMessage Message(TableWrite write, string stamp)
    {
        var message = pipeline.CreateMessage(write.Method, write.Path(tableName));
        message.Request.ClientRequestId = stamp;
        if (write.IfMatch is not null) message.Request.Headers.Add("If-Match", write.IfMatch);
        if (write.Kind == TableTransactionActionType.Add) message.Request.Headers.Add("Prefer", "return-no-content");
        if (write.Body is null) return message;
        message.Request.Headers.Add("Content-Type", "application/json");
        message.Request.Content = RequestContent.Create(write.Body);
        return message;
    }

    /// <summary>
    /// The answers that a committed transaction would have had; null when it did not commit. One row with its stamp proves the whole, since
    /// a transaction commits whole. A row that another writer has changed since gets no version. If it only deletes, there is no row to ask:
    /// then all being gone is taken for success, each answer saying 404, for another writer may have been the one.
    /// </summary>
    private async Task<IReadOnlyList<Response>?> FindAsync(IReadOnlyList<TableWrite> writes, string stamp, CancellationToken cancellationToken)
    {
        var answers = new List<Response>(writes.Count);
        var proven = false;
        var onlyDeletes = writes.All(write => write.IsDelete);
        foreach (var write in writes)
        {
            var found = write.IsDelete && !onlyDeletes ? default : await FindAsync(write, cancellationToken);
            if (onlyDeletes && found.Exists) return null;
            proven |= found.Stamp == stamp;
            answers.Add(onlyDeletes ? Answer.Gone(stamp) : Answer.Committed(stamp, found.Stamp == stamp ? found.ETag : default));
        }

        return proven || onlyDeletes ? answers : null;
    }

    private async Task<(bool Exists, string? Stamp, ETag ETag)> FindAsync(TableWrite write, CancellationToken cancellationToken)
    {
        var message = pipeline.CreateMessage(RequestMethod.Get, TableUrl.Entity(tableName, write.PartitionKey, write.RowKey));
        message.Request.Uri.AppendQuery("$select", WriteStamp.PropertyName);
        var response = await pipeline.SendAsync(message, cancellationToken);
        if (response.Status == 404) return default;
        if (response.Status != 200)
        {
            throw new RequestFailedException(
                0, "An earlier try of this write may have committed, and the row could not be read to find out.", ServiceFault.Exception(response));
        }

        var row = Answers.Row(response);
        return (true, row.Stamp, row.ETag);
    }
}
