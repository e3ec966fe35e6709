using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what is kept about a subscriber, by the link in their mails; as a page, and with a file's name behind it as a file.</summary>
public static class SubscriberDataEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(
            "/preferences/{token}/data/{file?}",
            (string token, string? file, HttpRequest request, SubscriberDataPage page) => file is null ? page.ShowAsync(token, request) : page.DownloadAsync(token, request));
}
