using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Publisher.App.Tests.Local;

namespace Publisher.App.Tests.Staff;

public sealed class PostsApiTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    [Fact]
    public async Task Staff_send_a_post_in_their_own_words_see_it_and_say_where_they_put_it()
    {
        var sent = await SendAsync("""{"network":"mastodon","item":"event/spotkanie-sieciujace-2023-05-09","text":"Przyjdźcie!","images":[{"url":"https://pictures.example/a.png","alt":"Stół"}]}""");
        Assert.Equal(HttpStatusCode.Accepted, sent.StatusCode);
        JsonElement post = default;
        await Eventually.IsTrueAsync(
            async () => (post = await FindAsync("mastodon", "event/spotkanie-sieciujace-2023-05-09")).ValueKind == JsonValueKind.Object && post.GetProperty("state").GetString() == "ready", "the pack was made");

        Assert.StartsWith("Przyjdźcie!\n\nhttp", post.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("Stół", post.GetProperty("images")[0].GetProperty("alt").GetString());
        Assert.True(File.Exists(Path.Combine(product.Outbox, "social", "mastodon-event-spotkanie-sieciujace-2023-05-09.json")));

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync("""{"network":"mastodon","item":"event/spotkanie-sieciujace-2023-05-09","action":"posted","address":"https://mastodon.example/@lgd/77"}""")).StatusCode);
        post = await FindAsync("mastodon", "event/spotkanie-sieciujace-2023-05-09");
        Assert.Equal(("posted", "https://mastodon.example/@lgd/77"), (post.GetProperty("state").GetString(), post.GetProperty("url").GetString()));
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("""{"network":"myspace","item":"news/a"}""", 400)]
    [InlineData("""{"network":"facebook","item":"news"}""", 400)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","occasion":"birthday"}""", 400)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","at":"tomorrow"}""", 400)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","action":"shout"}""", 400)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","unknown":1}""", 400)]
    [InlineData("""{"network":"facebook","item":"news/nobody-wrote-it"}""", 409)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","text":" "}""", 409)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","text":"a\u0007"}""", 409)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","images":[{"url":"http://a.example/a.png","alt":"A"}]}""", 409)]
    [InlineData("""{"network":"facebook","item":"news/szkolimy-ngo","images":[{"url":"https://a.example/a.png"}]}""", 409)]
    [InlineData("""{"network":"mastodon","item":"news/lokalna-strategia-rozwoju","action":"again","occasion":"reminder"}""", 409)]
    public async Task What_cannot_be_posted_is_refused_in_a_sentence(string body, int status)
    {
        var response = await SendAsync(body);

        Assert.Equal(status, (int)response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("Nothing was posted.", problem.GetProperty("title").GetString());
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_with_its_length_as_the_network_counts()
    {
        var problem = await (await SendAsync(JsonSerializer.Serialize(new { network = "mastodon", item = "news/szkolimy-ngo", text = new string('ż', 480) }))).Content.ReadFromJsonAsync<JsonElement>();

        Assert.Contains("has 505 characters with its link, as mastodon counts; 500 is the most", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer pub_wrong")]
    public async Task Without_a_staff_key_nothing_is_shown_or_posted(string? authorization)
    {
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            var request = new HttpRequestMessage(method, "/api/posts");
            if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
            Assert.Equal(HttpStatusCode.Unauthorized, (await product.Client.SendAsync(request)).StatusCode);
        }
    }

    private Task<HttpResponseMessage> SendAsync(string body) => product.Client.SendAsync(New(HttpMethod.Post, body));

    private async Task<JsonElement> FindAsync(string network, string item)
    {
        var list = await (await product.Client.SendAsync(New(HttpMethod.Get))).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["facebook", "linkedin", "mastodon"], list.GetProperty("networks").EnumerateArray().Select(each => each.GetProperty("network").GetString()));
        return list.GetProperty("posts").EnumerateArray().FirstOrDefault(post => post.GetProperty("network").GetString() == network && post.GetProperty("item").GetString() == item);
    }

    private static HttpRequestMessage New(HttpMethod method, string? body = null)
    {
        var request = new HttpRequestMessage(method, "/api/posts") { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalProduct.StaffKey);
        return request;
    }
}
