using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: GET shows whether a subscriber follows a call or left it, POST changes it, by the link beside the call in their mails.</summary>
public static class FollowCallEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/preferences/{token}/call/{id}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, string id, HttpRequest request, CallPage page) => page.ShowAsync(token, id, request));
        routes.MapPost("/preferences/{token}/call/{id}", (string token, string id, HttpRequest request, CallPage page) => page.SaveAsync(token, id, request));
    }
}
