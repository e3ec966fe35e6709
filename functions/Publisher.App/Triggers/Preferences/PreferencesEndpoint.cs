using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what a subscriber gets, shown and changed by the link in their mails.</summary>
public static class PreferencesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/preferences/{token}",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, HttpRequest request, PreferencesPage page) => page.ShowAsync(token, request));
        routes.MapPost("/preferences/{token}", (string token, HttpRequest request, PreferencesPage page) => page.SaveAsync(token, request));
    }
}
