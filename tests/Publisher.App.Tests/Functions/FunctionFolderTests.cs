using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Publisher.App.Hosting;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Testing;

namespace Publisher.App.Tests.Functions;

/// <summary>The folder list of Triggers/ is the list of functions.</summary>
public sealed class FunctionFolderTests
{
    private static readonly IReadOnlyList<FunctionManifest> Manifests =
        FunctionManifest.LoadAll(Checkout.At("functions", "Publisher.App", "Triggers"), new ConfigurationBuilder().Build());

    [Fact]
    public void Every_function_has_an_endpoint_and_every_endpoint_a_function()
    {
        var wanted = Manifests.SelectMany(Endpoints).Order(StringComparer.Ordinal);

        Assert.Equal(wanted, MappedEndpoints().Order(StringComparer.Ordinal).Distinct());
    }

    [Fact]
    public void Every_folder_holds_a_manifest_and_the_endpoint_named_after_it()
    {
        foreach (var folder in Directory.GetDirectories(Checkout.At("functions", "Publisher.App", "Triggers")))
        {
            Assert.True(File.Exists(Path.Combine(folder, "function.json")), folder);
            Assert.True(File.Exists(Path.Combine(folder, Path.GetFileName(folder) + "Endpoint.cs")), folder);
        }
    }

    [Fact]
    public void A_queue_function_listens_to_the_queue_that_its_work_is_sent_to()
    {
        foreach (var manifest in Manifests)
            if (manifest.Trigger is QueueTrigger queue) Assert.Equal(Storage.WorkQueues.QueueName(manifest.Name), queue.QueueName);
    }

    private static IEnumerable<string> Endpoints(FunctionManifest manifest) => manifest.Trigger switch
    {
        // A catch-all also answers for the folder itself.
        HttpTrigger http when http.Route.Contains("{*", StringComparison.Ordinal) => http.Methods.Select(method => $"{method.ToUpperInvariant()} /{http.Route.Split('/')[0]}"),
        HttpTrigger http => http.Methods.Select(method => $"{method.ToUpperInvariant()} /{http.Route}"),
        _ => [$"POST /{manifest.Name}"],
    };

    private static IEnumerable<string> MappedEndpoints()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Publisher:Secret"] = new('s', 32),
        }).Build();
        using var app = (IDisposable)Handler.Build(new HandlerParts(
            configuration,
            PublisherSettings.Read(configuration, local: true),
            StorageAccount.Open(StorageAccount.Development),
            TimeProvider.System,
            kestrel => kestrel.Listen(IPAddress.Loopback, 0),
            logging => logging.ClearProviders()));
        return ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is not ("/" or "{*path:nonfile}"))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => $"{method} {Shortened(endpoint.RoutePattern.RawText!)}"))
            .ToList();
    }

    /// <summary>/archive/{edition} is answered by the function whose route is archive/{*path}.</summary>
    private static string Shortened(string route) => route == "/archive/{edition}" ? "/archive" : route;
}
