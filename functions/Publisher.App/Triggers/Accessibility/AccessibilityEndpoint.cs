using Publisher.App.Public;

namespace Publisher.App.Triggers;

/// <summary>HTTP: how accessible the pages are, and whom to tell what is not.</summary>
public static class AccessibilityEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(AccessibilityPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, AccessibilityPage page) => page.Show(request));
}
