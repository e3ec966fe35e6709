using Publisher.App.Staff.Access;

namespace Publisher.App.Triggers;

/// <summary>HTTP: staff sign in with their key.</summary>
public static class StaffSignInEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(SignInPage.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, SignInPage page) => page.ShowAsync(context)).LetEveryoneIn();
        routes.MapPost(SignInPage.Path, (HttpContext context, SignInPage page) => page.TakeAsync(context)).LetEveryoneIn();
    }
}
