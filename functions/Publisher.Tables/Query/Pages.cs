using System.Runtime.CompilerServices;

namespace Azure.Data.Tables.Query;

/// <summary>Fetches one page.</summary>
/// <param name="continuationToken">Where to go on; null at the start.</param>
/// <param name="size">Most rows wanted; null leaves it to the service.</param>
/// <param name="cancellationToken">Gives up.</param>
internal delegate Task<Page<T>> PageFetcher<T>(string? continuationToken, int? size, CancellationToken cancellationToken);

/// <summary>A query's rows, page by page as the service hands them out.</summary>
internal sealed class Pages<T>(PageFetcher<T> fetch, int? maxPerPage, CancellationToken cancellationToken) : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        EnumerateAsync(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    // A page may be empty and yet have a successor: the service stops at 1,000 rows, 4 MiB, 5 seconds or a partition's end.
    private async IAsyncEnumerable<Page<T>> EnumerateAsync(string? token, int? size, [EnumeratorCancellation] CancellationToken cancellation)
    {
        do
        {
            var page = await fetch(token, size, cancellation);
            yield return page;
            if (page.ContinuationToken is not null && page.ContinuationToken == token)
            {
                throw new RequestFailedException(
                    page.GetRawResponse().Status, "The table service answered with the same continuation twice: the query would never end.");
            }

            token = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(token));
    }
}
