using Microsoft.AspNetCore.Http;
using Publisher.Rendering;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

/// <summary>The product's templates with a second language, whose texts are the Polish ones marked as German.</summary>
public sealed class TwoLanguages : IDisposable
{
    public const string Mark = "[de] ";

    private readonly ScratchFolder folder = new();

    public TwoLanguages()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "templates");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var (from, to) = (Path.GetRelativePath(source, file), Path.Combine(folder.Path, Path.GetRelativePath(source, file)));
            if (Path.GetDirectoryName(from) == "strings" && from != Path.Combine("strings", "pl.json")) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        var polish = File.ReadAllText(Path.Combine(folder.Path, "strings", "pl.json"));
        File.WriteAllText(
            Path.Combine(folder.Path, "strings", "de.json"),
            polish.Replace("\": \"", "\": \"" + Mark, StringComparison.Ordinal).Replace($"{Mark}polski", "Deutsch", StringComparison.Ordinal));
        Templates = Templates.Load(folder.Path);
    }

    public Templates Templates { get; }

    public static HttpRequest Request(string accepted = "", string query = "", string method = "GET")
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.QueryString, request.Headers.AcceptLanguage) = (method, new QueryString(query), accepted);
        return request;
    }

    /// <summary>What a result sends to whoever made the request.</summary>
    public static async Task<(HttpResponse Response, string Html)> SendAsync(IResult result, HttpRequest request)
    {
        using var body = new MemoryStream();
        var response = request.HttpContext.Response;
        response.Body = body;
        await result.ExecuteAsync(request.HttpContext);
        return (response, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    public void Dispose() => folder.Dispose();
}
