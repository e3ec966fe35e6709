using System.Text.Json.Nodes;
using Publisher.App.Settings;

namespace Publisher.App.Api;

/// <summary>
/// The API in OpenAPI 3.1, with examples: <c>Api/openapi.json</c>, and this installation's address. It is written by hand, for it says why; a test pairs it
/// with the routes and its examples with what the endpoints answer.
/// </summary>
public sealed class ApiDescription
{
    public const string Path = "/api/openapi.json";

    private readonly byte[] json;

    public ApiDescription(PublisherSettings settings)
    {
        var document = Read();
        document["servers"] = new JsonArray(new JsonObject { ["url"] = settings.PublicUrl });
        json = System.Text.Encoding.UTF8.GetBytes(document.ToJsonString(new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    public IResult Show(HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=300";
        // Tools on other sites draw it; there is nothing in it but words.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return Results.Bytes(json, "application/json; charset=utf-8");
    }

    /// <summary>As it was written.</summary>
    internal static JsonObject Read()
    {
        using var stream = typeof(ApiDescription).Assembly.GetManifestResourceStream("openapi.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
