using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Publisher.App.Local;
using Publisher.App.Tests.Staff;
using Publisher.Testing;
using Microsoft.Extensions.Configuration;

namespace Publisher.App.Tests.Api;

/// <summary>The description of the API against the API.</summary>
public sealed class OpenApiTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete"];

    [Fact]
    public async Task It_names_every_route_of_the_api_and_no_other()
    {
        var document = await DocumentAsync();
        var written = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(member => Methods.Contains(member.Key)).Select(method => $"{method.Key} {path.Key}"));
        var routes = FunctionManifest.LoadAll(Checkout.At("functions", "Publisher.App", "Triggers"), new ConfigurationBuilder().Build())
            .Select(function => function.Trigger).OfType<HttpTrigger>().Where(trigger => trigger.Route.StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(trigger => trigger.Methods.Select(method => $"{method.ToLowerInvariant()} /{trigger.Route}"));

        Assert.Equal(routes.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
        Assert.Equal("3.1.0", (string?)document["openapi"]);
        Assert.Equal(product.Get<App.Settings.PublisherSettings>().PublicUrl, (string?)document["servers"]![0]!["url"]);
    }

    [Fact]
    public async Task Every_blank_of_a_path_is_a_parameter_every_name_is_once_and_every_reference_leads_somewhere()
    {
        var document = await DocumentAsync();
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (_, operation) in methods!.AsObject())
            {
                var named = (operation!["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "path").Select(parameter => (string)parameter!["name"]!);
                Assert.Equal(Regex.Matches(path, @"\{(\w+)\}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups[1].Value), named);
            }
        }

        var names = Operations(document).Select(operation => (string)operation["operationId"]!).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(Nodes(document).OfType<JsonObject>().Select(node => node["$ref"]).OfType<JsonValue>(), reference => Assert.NotNull(Schema.Follow(document, (string)reference!)));
    }

    [Fact]
    public async Task Every_example_is_what_its_schema_says()
    {
        var document = await DocumentAsync();
        var examples = 0;
        foreach (var media in Nodes(document).OfType<JsonObject>().Where(node => node["schema"] is not null && node["examples"] is JsonObject))
        {
            foreach (var (name, example) in media["examples"]!.AsObject())
            {
                var faults = Schema.Check(document, media["schema"]!, example!["value"]);
                Assert.True(faults.Count == 0, $"{name}: {string.Join("; ", faults)}");
                examples++;
            }
        }

        Assert.InRange(examples, 15, 200);
        // The checker itself: what is wrong is found.
        Assert.NotEmpty(Schema.Check(document, document["components"]!["schemas"]!["Post"]!, JsonNode.Parse("""{"network":"facebook"}""")));
        Assert.NotEmpty(Schema.Check(document, document["components"]!["schemas"]!["Correction"]!, JsonNode.Parse("""{"item":"call/a","more":1}""")));
        Assert.NotEmpty(Schema.Check(document, document["components"]!["schemas"]!["Correction"]!, JsonNode.Parse("""{"item":1}""")));
    }

    [Theory]
    [InlineData("GET", "/api/posts", null, 200, "/api/posts")]
    [InlineData("POST", "/api/announcements?dryRun=true", """{"item":"call/drugi-nabor-2023"}""", 200, "/api/announcements")]
    [InlineData("POST", "/api/announcements?dryRun=true", """{"subject":"Biuro zamknięte","text":"W piątek biuro jest zamknięte.","audience":{"districts":["Stare Miasto"]},"at":"2023-05-04T08:00"}""", 200, "/api/announcements")]
    [InlineData("POST", "/api/announcements", "{}", 400, "/api/announcements")]
    [InlineData("POST", "/api/corrections", """{"item":"call/drugi-nabor-2023"}""", 409, "/api/corrections")]
    [InlineData("GET", "/api/editions/none", null, 404, "/api/editions/{id}")]
    [InlineData("POST", "/api/editions/none/pause", null, 404, "/api/editions/{id}/{action}")]
    [InlineData("POST", "/api/posts", """{"network":"facebook","item":"event/spotkanie-sieciujace-2023-05-09"}""", 202, "/api/posts")]
    [InlineData("POST", "/api/posts", "[]", 400, "/api/posts")]
    [InlineData("POST", "/api/subscriptions", """{"address":"jan@example.org","consent":"old"}""", 422, "/api/subscriptions")]
    [InlineData("POST", "/api/webhooks/postmark", "{}", 404, "/api/webhooks/{provider}")]
    [InlineData("POST", "/api/inbound", "x", 401, "/api/inbound")]
    public async Task What_an_endpoint_answers_is_what_is_written(string method, string path, string? body, int status, string written)
    {
        var document = await DocumentAsync();
        using var answer = await SendAsync(method, path, body);

        Assert.Equal(status, (int)answer.StatusCode);
        var response = document["paths"]![written]![method.ToLowerInvariant()]!["responses"]![$"{status}"]!;
        var media = response["content"]![answer.Content.Headers.ContentType!.MediaType!];
        Assert.NotNull(media);
        var faults = Schema.Check(document, media["schema"]!, await answer.Content.ReadFromJsonAsync<JsonNode>());
        Assert.True(faults.Count == 0, string.Join("; ", faults) + await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_status_of_an_edition_and_who_missed_it_are_as_written()
    {
        var document = await DocumentAsync();
        using var made = await SendAsync("POST", "/api/announcements", """{"item":"event/spotkanie-sieciujace-2023-05-09"}""");
        Assert.Empty(Schema.Check(document, document["components"]!["schemas"]!["Accepted"]!, await made.Content.ReadFromJsonAsync<JsonNode>()));
        var status = made.Headers.Location!.OriginalString;
        foreach (var (path, schema) in ((string, string)[])[(status, "EditionStatus"), ($"{status}/missed", "Missed")])
        {
            using var answer = await SendAsync("GET", path, null);
            var json = await answer.Content.ReadFromJsonAsync<JsonNode>();
            Assert.True(Schema.Check(document, document["components"]!["schemas"]![schema]!, json) is [], $"{path}: {string.Join("; ", Schema.Check(document, document["components"]!["schemas"]![schema]!, json))}");
        }
    }

    [Fact]
    public async Task A_wrong_key_is_answered_as_written()
    {
        var document = await DocumentAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/posts");
        using var answer = await product.Client.SendAsync(request);

        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Empty(Schema.Check(document, document["components"]!["schemas"]!["Problem"]!, await answer.Content.ReadFromJsonAsync<JsonNode>()));
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (path != "/api/inbound") request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await product.Client.SendAsync(request);
    }

    private async Task<JsonObject> DocumentAsync() => (await product.Client.GetFromJsonAsync<JsonObject>(App.Api.ApiDescription.Path))!;

    private static IEnumerable<JsonNode> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Where(member => Methods.Contains(member.Key)).Select(member => member.Value!));

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => (node switch
    {
        JsonObject members => members.Select(member => member.Value),
        JsonArray elements => elements,
        _ => [],
    }).OfType<JsonNode>().SelectMany(Nodes).Prepend(node);
}
