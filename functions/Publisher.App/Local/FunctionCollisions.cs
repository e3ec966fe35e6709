namespace Publisher.App.Local;

/// <summary>Faults that no function has alone: two of them stand in each other's way.</summary>
internal static class FunctionCollisions
{
    /// <summary>A sentence for each collision.</summary>
    public static IEnumerable<string> Find(IReadOnlyList<FunctionManifest> functions) =>
        [.. DoubledNames(functions), .. DoubledRoutes(functions), .. OpenPayloadPaths(functions)];

    private static IEnumerable<string> DoubledNames(IReadOnlyList<FunctionManifest> functions) =>
        from same in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        select $"{string.Join(" and ", same.Select(function => function.Name))}: names that differ in letter case only are one name to the host.";

    private static IEnumerable<string> DoubledRoutes(IReadOnlyList<FunctionManifest> functions)
    {
        var web = (from function in functions where function.Trigger is HttpTrigger select (function.Name, Http: (HttpTrigger)function.Trigger)).ToList();
        return from first in web
               from second in web
               where string.CompareOrdinal(first.Name, second.Name) < 0
                   && string.Equals(first.Http.Route, second.Http.Route, StringComparison.OrdinalIgnoreCase)
                   && Meet(first.Http.Methods, second.Http.Methods)
               select $"{second.Name}: the route \"{second.Http.Route}\" is already that of {first.Name}, for the same methods.";
    }

    /// <summary>No methods named means all of them.</summary>
    private static bool Meet(IReadOnlyList<string> some, IReadOnlyList<string> others) =>
        some.Count == 0 || others.Count == 0 || some.Intersect(others, StringComparer.Ordinal).Any();

    /// <summary>The host posts payloads to /FunctionName; where a public route matches that path, anybody could post them.</summary>
    private static IEnumerable<string> OpenPayloadPaths(IReadOnlyList<FunctionManifest> functions) =>
        from web in functions
        where web.Trigger is HttpTrigger
        from inner in functions
        where inner.Trigger is TimerTrigger or QueueTrigger && HttpRoute.Matches(((HttpTrigger)web.Trigger).Route, "/" + inner.Name)
        select $"{web.Name}: the route \"{((HttpTrigger)web.Trigger).Route}\" matches /{inner.Name}, so anybody could post to the function {inner.Name}.";
}
