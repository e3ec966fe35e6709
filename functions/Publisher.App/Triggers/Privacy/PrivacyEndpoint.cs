using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what the organisation keeps of its readers, and why.</summary>
public static class PrivacyEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(PrivacyPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, PrivacyPage page) => page.Show(request));
}
