using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: GET says what erasing means, POST erases a subscriber by the link in their mails.</summary>
public static class EraseEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/preferences/{token}/erase", (string token, HttpRequest request, ErasePage page) => page.AskAsync(token, request));
        routes.MapPost("/preferences/{token}/erase", (string token, HttpRequest request, ErasePage page) => page.DoAsync(token, request));
    }
}
