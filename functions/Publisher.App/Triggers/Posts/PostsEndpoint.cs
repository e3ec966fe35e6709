using Publisher.App.Staff;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Triggers;

/// <summary>HTTP: the social posts, shown to staff, made and decided by them.</summary>
public static class PostsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/posts", (PostsApi api, CancellationToken cancellationToken) => api.ListAsync(cancellationToken)).RequireRole(StaffRole.Author);
        routes.MapPost("/api/posts", (HttpContext context, PostsApi api) => api.PostAsync(context)).RequireRole(StaffRole.Author);
    }
}
