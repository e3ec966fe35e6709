using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Publisher.App.Hosting;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class FaultAnswerTests
{
    [Theory]
    [InlineData("text/html,*/*;q=0.8", 500, "text/html")]
    [InlineData("*/*", 500, "application/problem+json")]
    [InlineData("", 500, "application/problem+json")]
    [InlineData("text/html", 503, "text/html")]
    [InlineData("application/json", 503, "application/problem+json")]
    public async Task A_fault_is_a_page_for_a_browser_and_problem_json_for_a_program_and_tells_nothing_of_the_code(string accept, int status, string type)
    {
        Exception fault = status == 503 ? new Azure.RequestFailedException(503, "the account is busy: secret detail") : new InvalidOperationException("secret detail");

        var (answer, body) = await AnswerAsync(accept, fault);

        Assert.Equal(status, answer.StatusCode);
        Assert.StartsWith(type, answer.ContentType!, StringComparison.Ordinal);
        Assert.DoesNotContain("secret detail", body, StringComparison.Ordinal);
        Assert.Equal(status == 503 ? "60" : "", answer.Headers.RetryAfter.ToString());
        if (type == "text/html") Assert.Contains("<h1>Coś poszło nie tak</h1>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_token_is_to_be_had_storage_does_not_answer()
    {
        var (answer, body) = await AnswerAsync("", new Azure.Identity.CredentialUnavailableException("secret detail"));

        Assert.Equal((503, "60"), (answer.StatusCode, answer.Headers.RetryAfter.ToString()));
        Assert.DoesNotContain("secret detail", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://news.example.org", true)]
    [InlineData("http://news.example.org", false)]
    public async Task Only_a_site_with_tls_promises_to_keep_it(string url, bool promised)
    {
        var started = new Started();
        var context = new DefaultHttpContext();
        context.Features.Set<Microsoft.AspNetCore.Http.Features.IHttpResponseFeature>(started);

        await new SecurityHeaders(TestProduct.Settings with { PublicUrl = url }).ApplyAsync(context, _ => Task.CompletedTask);
        await started.StartAsync();

        Assert.Equal(promised ? "max-age=31536000" : "", started.Headers.StrictTransportSecurity.ToString());
        Assert.StartsWith("default-src 'none'", started.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpResponse Answer, string Body)> AnswerAsync(string accept, Exception fault)
    {
        var settings = TestProduct.Settings;
        var services = new ServiceCollection().AddLogging()
            .AddSingleton(new PublicPages(TestProduct.Templates, new PageFrame(settings.Organisation, settings.Look, settings.Notices)))
            .BuildServiceProvider();
        await using var _ = services;
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = "GET";
        if (accept.Length > 0) context.Request.Headers.Accept = accept;
        using var body = new MemoryStream();
        context.Response.Body = body;
        await FaultAnswers.AnswerAsync(context, _ => throw fault);
        return (context.Response, System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>A response that starts when it is told to.</summary>
    private sealed class Started : Microsoft.AspNetCore.Http.Features.HttpResponseFeature
    {
        private Func<Task> start = () => Task.CompletedTask;

        public override void OnStarting(Func<object, Task> callback, object state) => start = () => callback(state);

        public Task StartAsync() => start();
    }
}
