namespace Publisher.App.Cli;

/// <summary>Hands progress on at once; the platform's own posts it to a thread pool, and the last step may come after the end.</summary>
public sealed class Steps(Action<int> report) : IProgress<int>
{
    public void Report(int value) => report(value);
}

/// <summary>The same for progress that is more than a number.</summary>
public sealed class Steps<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
