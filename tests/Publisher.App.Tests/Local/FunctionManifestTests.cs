using Microsoft.Extensions.Configuration;
using Publisher.App.Local;

namespace Publisher.App.Tests.Local;

public sealed class FunctionManifestTests
{
    private static readonly IConfiguration Settings = new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Publisher:Cadence"] = "0 0 6 * * 1", ["Outgoing"] = "batches" })
        .Build();

    [Fact]
    public void Functions_are_read_in_the_order_of_their_names()
    {
        using var root = new ScratchRoot().AddHttp("Zz_Site", "archive/{*path}").AddQueue("SendBatch", "batches").AddTimer("Collect", "0 */5 * * * *");
        Directory.CreateDirectory(Path.Combine(root.Folder, "templates"));

        var functions = FunctionManifest.LoadAll(root.Folder, Settings);

        Assert.Equal(["Collect", "SendBatch", "Zz_Site"], functions.Select(function => function.Name), StringComparer.Ordinal);
        Assert.False(Assert.IsType<TimerTrigger>(functions[0].Trigger).RunOnStartup);
        Assert.Equal(new QueueTrigger("msg", "batches"), functions[1].Trigger);
        var site = Assert.IsType<HttpTrigger>(functions[2].Trigger);
        Assert.Equal(("archive/{*path}", "anonymous"), (site.Route, site.AuthLevel));
    }

    [Fact]
    public void Settings_are_filled_in_whichever_way_they_are_spelt()
    {
        using var root = new ScratchRoot().AddTimer("A", "%Publisher__Cadence%").AddTimer("B", "%Publisher:Cadence%").AddQueue("C", "%Outgoing%-out");

        var functions = FunctionManifest.LoadAll(root.Folder, Settings);

        Assert.Equal(["0 0 6 * * 1", "0 0 6 * * 1"], functions.Select(function => function.Trigger).OfType<TimerTrigger>().Select(timer => timer.Schedule.Expression), StringComparer.Ordinal);
        Assert.Equal("batches-out", functions.Select(function => function.Trigger).OfType<QueueTrigger>().Single().QueueName);
    }

    [Fact]
    public void An_http_function_without_route_and_level_takes_the_hosts_defaults()
    {
        using var root = new ScratchRoot().Add("Site", """
            { "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "req", "methods": ["get", "Post"] }, // the host allows comments
                            { "type": "http", "direction": "out", "name": "$return" } ] }
            """);

        var site = Assert.IsType<HttpTrigger>(FunctionManifest.LoadAll(root.Folder, Settings).Single().Trigger);

        Assert.Equal(("Site", "function"), (site.Route, site.AuthLevel));
        Assert.Equal(["GET", "POST"], site.Methods);
    }

    [Theory]
    [InlineData("1st", Timer, "1st: a function's name is a letter")]
    [InlineData("Tick", "{", "Tick: function.json: this is no valid JSON")]
    [InlineData("Tick", "[]", "Tick: function.json: a JSON object is expected.")]
    [InlineData("Tick", """{ "bindings": [], "bindings": [] }""", "Tick: function.json: this is no valid JSON")]
    [InlineData("Tick", "{}", "Tick: \"bindings\" must be an array")]
    [InlineData("Tick", """{ "bindings": [ 1 ] }""", "Tick: \"bindings\" must be an array")]
    [InlineData("Tick", """{ "bindings": [ { "type": "http", "direction": "out", "name": "res" } ] }""", "has exactly one trigger; this one has none.")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "0 * * * * *" }, { "type": "queueTrigger", "direction": "in", "name": "b", "queueName": "abc" } ] }""", "this one has timerTrigger, queueTrigger.")]
    [InlineData("Tick", """{ "bindings": [ { "type": "blobTrigger", "direction": "in", "name": "a" } ] }""", "the binding type \"blobTrigger\" is not one of")]
    [InlineData("Tick", """{ "bindings": [ { "direction": "in", "name": "a" } ] }""", "the binding type (missing) is not one of")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "9", "schedule": "0 * * * * *" } ] }""", "the binding name \"9\" is not")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "inout", "name": "a", "schedule": "0 * * * * *" } ] }""", "the binding direction \"inout\" is neither")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "out", "name": "a", "schedule": "0 * * * * *" } ] }""", "a timerTrigger has the direction \"in\".")]
    [InlineData("Tick", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a" }, { "type": "http", "direction": "in", "name": "b" } ] }""", "an http binding has the direction \"out\".")]
    [InlineData("Tick", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a" }, { "type": "http", "direction": "out", "name": "A" } ] }""", "two bindings are named \"a\"")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a" } ] }""", "\"schedule\" is missing.")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "* * * * *" } ] }""", "is no NCRONTAB expression of six fields")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "0 0 25 * * *" } ] }""", "is no NCRONTAB expression of six fields")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "0 0 0 30 2 *" } ] }""", "never occurs")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "%Nowhere%" } ] }""", "refers to %Nowhere%, and no such setting is set.")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "0 * * * * *", "runOnStartup": "yes" } ] }""", "\"runOnStartup\" must be true or false.")]
    [InlineData("Tick", """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "a", "schedule": "0 * * * * *" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "no other binding.")]
    [InlineData("Work", """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "a" } ] }""", "\"queueName\" is missing.")]
    [InlineData("Work", """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "a", "queueName": "Batches" } ] }""", "the queueName \"Batches\" is not 3 to 56")]
    [InlineData("Work", """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "a", "queueName": "a--b" } ] }""", "the queueName \"a--b\" is not")]
    [InlineData("Work", """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "a", "queueName": "ab" } ] }""", "the queueName \"ab\" is not")]
    [InlineData("Work", """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "a", "queueName": "a123456789012345678901234567890123456789012345678901234567" } ] }""", "is not 3 to 56")]
    [InlineData("Work", """{ "bindings": [ { "type": "queueTrigger", "direction": "in", "name": "a", "queueName": "abc", "connection": "Other" } ] }""", "the connection \"Other\" is not AzureWebJobsStorage")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a" } ] }""", "exactly one http output")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a" }, { "type": "http", "direction": "out", "name": "b" }, { "type": "http", "direction": "out", "name": "c" } ] }""", "exactly one http output")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "route": 1 }, { "type": "http", "direction": "out", "name": "b" } ] }""", "\"route\" must be a string.")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "route": "/x" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "the route \"/x\" must not begin with a slash.")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "route": "Admin/x" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "begins with admin or runtime")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "route": "runtime" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "begins with admin or runtime")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "route": "x/{y" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "the route \"x/{y\" cannot be read")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "route": "x/{y:what}" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "the constraint \"what\" is unknown.")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "authLevel": "nobody" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "the authLevel \"nobody\" is not one of")]
    [InlineData("Site", """{ "bindings": [ { "type": "httpTrigger", "direction": "in", "name": "a", "methods": "get" }, { "type": "http", "direction": "out", "name": "b" } ] }""", "\"methods\" must be an array of strings.")]
    public void Every_fault_is_named(string name, string json, string sentence)
    {
        using var root = new ScratchRoot().Add(name, json);

        var error = Assert.Throws<FunctionManifestException>(() => FunctionManifest.LoadAll(root.Folder, Settings));

        Assert.Contains(error.Faults, fault => fault.Contains(sentence, StringComparison.Ordinal) && fault.StartsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void The_faults_of_all_functions_come_together()
    {
        using var root = new ScratchRoot().AddTimer("Tick", "never").AddQueue("Work", "X").AddHttp("Site", "/x");

        var error = Assert.Throws<FunctionManifestException>(() => FunctionManifest.LoadAll(root.Folder, Settings));

        Assert.Equal(["Site", "Tick", "Work"], error.Faults.Select(fault => fault.Split(':')[0]).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{*path}")]
    [InlineData("tick")]
    [InlineData("{page}")]
    [InlineData("{page?}")]
    [InlineData("{page:alpha}")]
    [InlineData("T{rest}")]
    public void A_public_route_that_matches_a_payload_path_is_refused(string route)
    {
        using var root = new ScratchRoot().AddTimer("Tick", "0 * * * * *").AddHttp("Site", route);

        var error = Assert.Throws<FunctionManifestException>(() => FunctionManifest.LoadAll(root.Folder, Settings));

        Assert.Equal($"Site: the route \"{route}\" matches /Tick, so anybody could post to the function Tick.", Assert.Single(error.Faults));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ticks")]
    [InlineData("{page:int}")]
    [InlineData("archive/{*path}")]
    [InlineData("{*path:regex(^(archive|feeds)/)}")]
    public void A_public_route_that_leaves_payload_paths_alone_is_accepted(string route)
    {
        using var root = new ScratchRoot().AddTimer("Tick", "0 * * * * *").AddHttp("Site", route);

        Assert.Equal(2, FunctionManifest.LoadAll(root.Folder, Settings).Count);
    }

    [Fact]
    public void A_route_taken_for_the_same_method_is_refused()
    {
        using var root = new ScratchRoot().AddHttp("A", "feeds", ", \"methods\": [\"get\"]").AddHttp("B", "feeds", ", \"methods\": [\"post\"]").AddHttp("C", "Feeds", ", \"methods\": [\"POST\"]");

        var error = Assert.Throws<FunctionManifestException>(() => FunctionManifest.LoadAll(root.Folder, Settings));

        Assert.Equal("C: the route \"Feeds\" is already that of B, for the same methods.", Assert.Single(error.Faults));
    }

    [Fact]
    public void A_missing_root_is_named() =>
        Assert.Contains("does not exist", Assert.Throws<FunctionManifestException>(() => FunctionManifest.LoadAll("/nowhere/at/all", Settings)).Message, StringComparison.Ordinal);

    private const string Timer = """{ "bindings": [ { "type": "timerTrigger", "direction": "in", "name": "timer", "schedule": "0 * * * * *" } ] }""";
}
