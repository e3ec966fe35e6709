using Publisher.App.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the social posts, shown to staff, made and decided by them.</summary>
public static class PostsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/posts", (PostsApi api, CancellationToken cancellationToken) => api.ListAsync(cancellationToken)).RequireStaff();
        routes.MapPost("/api/posts", (HttpContext context, PostsApi api) => api.PostAsync(context)).RequireStaff();
    }
}
