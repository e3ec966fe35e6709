using System.Net;
using System.Net.Http.Headers;
using Publisher.App.Local;

namespace Publisher.App.Tests.Local;

public sealed class InvocationAnswerTests
{
    [Theory]
    [InlineData(200, "application/json", Handler.Done)]
    [InlineData(200, "application/json; charset=utf-8", """{"logs":["done"]}""")]
    [InlineData(201, "Application/JSON", """{"Outputs":null,"Logs":["done"],"ReturnValue":3}""")]
    public void An_object_as_json_is_a_success(int status, string contentType, string body)
    {
        var answer = InvocationAnswer.Read((HttpStatusCode)status, MediaTypeHeaderValue.Parse(contentType), body);

        Assert.Null(answer.Failure);
        Assert.Equal("done", Assert.Single(answer.Logs));
    }

    [Fact]
    public void Logs_may_be_left_out() => Assert.Empty(InvocationAnswer.Read(HttpStatusCode.OK, new("application/json"), "{}").Logs);

    [Theory]
    [InlineData(200, "application/json", "", "It answered 200 with an empty body: the host would wait until functionTimeout")]
    [InlineData(202, null, "", "It answered 202 with an empty body: the host would wait")]
    [InlineData(204, null, "", "It answered 204 without a body: the host would wait")]
    [InlineData(200, "application/json", "null", "It answered null: the host would wait")]
    [InlineData(200, "application/json", "[]", "It answered an array")]
    [InlineData(200, "application/json", "\"fine\"", "It answered a single value")]
    [InlineData(200, "application/json", "{", "no valid JSON")]
    [InlineData(200, "text/plain", "{}", "It answered with text/plain instead of application/json")]
    [InlineData(200, null, "{}", "It answered with no content type instead of application/json")]
    [InlineData(200, "application/problem+json", "{}", "It answered with application/problem+json instead")]
    [InlineData(200, "application/json", """{"Logs":"done"}""", "Logs are no array of strings")]
    [InlineData(200, "application/json", """{"Logs":[1]}""", "Logs are no array of strings")]
    [InlineData(200, "application/json", """{"Outputs":[]}""", "Outputs are no object")]
    [InlineData(302, "application/json", "{}", "It answered 302, and any status outside 200 to 299 is a failure.")]
    [InlineData(404, "application/json", "{}", "It answered 404")]
    [InlineData(500, "application/json", Handler.Done, "It answered 500")]
    public void Anything_else_is_a_failure_that_names_the_rule(int status, string? contentType, string body, string sentence)
    {
        var answer = InvocationAnswer.Read((HttpStatusCode)status, contentType is null ? null : MediaTypeHeaderValue.Parse(contentType), body);

        Assert.Contains(sentence, answer.Failure, StringComparison.Ordinal);
        Assert.Empty(answer.Logs);
    }
}
