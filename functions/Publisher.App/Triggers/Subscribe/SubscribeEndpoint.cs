using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the form of sign-up, and what was filled into it.</summary>
public static class SubscribeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/subscribe", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, SignUpPage page) => page.ShowAsync(request));
        routes.MapPost("/subscribe", (HttpRequest request, SignUpPage page) => page.TakeAsync(request));
    }
}
