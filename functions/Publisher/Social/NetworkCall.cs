namespace Publisher.Social;

/// <summary>One call to a network, which comes to an answer whatever happens.</summary>
internal static class NetworkCall
{
    /// <summary>A call that does not end is given up before its claim is taken for lost.</summary>
    public static async Task<NetworkAnswer> RunAsync(Func<Post, CancellationToken, Task<NetworkAnswer>> call, Post post, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SocialRules.CallTime.ToTimeSpan(), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await call(post, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new NetworkAnswer(NetworkOutcome.Unknown, Note: "the network did not answer in time");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of ours, behind the call perhaps. Its words might quote a secret.
            return new NetworkAnswer(NetworkOutcome.Unknown, Note: $"something went wrong that should not ({fault.GetType().Name})");
        }
    }
}
