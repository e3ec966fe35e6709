using Publisher.App.Api;

namespace Publisher.App.Triggers;

/// <summary>HTTP: what the API takes and answers, for programs and for those who write them. It says nothing of anybody, so anybody may read it.</summary>
public static class OpenApiEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(ApiDescription.Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, ApiDescription description) => description.Show(context));
}
