namespace Publisher.App.Tests.Local;

/// <summary>A script root in a folder of its own, with the host.json of the tests; it is gone with this object.</summary>
internal sealed class ScratchRoot : IDisposable
{
    public ScratchRoot() => WriteHost("""{ "version": "2.0" }""");

    public string Folder { get; } = Directory.CreateTempSubdirectory("publisher-root-").FullName;

    public ScratchRoot WriteHost(string json)
    {
        File.WriteAllText(Path.Combine(Folder, "host.json"), json);
        return this;
    }

    public ScratchRoot Add(string name, string json)
    {
        Directory.CreateDirectory(Path.Combine(Folder, name));
        File.WriteAllText(Path.Combine(Folder, name, "function.json"), json);
        return this;
    }

    public ScratchRoot AddTimer(string name, string schedule, string more = "") =>
        Add(name, $$"""{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "{{schedule}}"{{more}} } ] }""");

    public ScratchRoot AddQueue(string name, string queue, string more = "") =>
        Add(name, $$"""{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "msg", "queueName": "{{queue}}"{{more}} } ] }""");

    public ScratchRoot AddHttp(string name, string route, string more = "") =>
        Add(name, $$"""
            { "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "req", "route": "{{route}}", "authLevel": "anonymous"{{more}} },
                            { "type": "http", "direction": "out", "name": "res" } ] }
            """);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
