using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: a subscriber asks for another address, by the link in their mails.</summary>
public static class ChangeAddressEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(
            "/preferences/{token}/address",
            [HttpMethods.Get, HttpMethods.Head],
            (string token, HttpRequest request, ChangeAddressPage page) => page.ShowAsync(token, request));
        routes.MapPost("/preferences/{token}/address", (string token, HttpRequest request, ChangeAddressPage page) => page.AskAsync(token, request));
    }
}
