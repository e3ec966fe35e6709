using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;

namespace Publisher.App.Local;

/// <summary>Whether a route template lets a path through, by the same routing rules that the host applies.</summary>
internal static class HttpRoute
{
    private static readonly DefaultInlineConstraintResolver Constraints = new(
        Microsoft.Extensions.Options.Options.Create(KnownConstraints()), new NoServices());

    /// <summary>Why the host could not use a template; null when it can.</summary>
    public static string? FaultOf(string route)
    {
        try
        {
            foreach (var constraint in TemplateParser.Parse(route).Parameters.SelectMany(parameter => parameter.InlineConstraints))
            {
                if (Constraints.ResolveConstraint(constraint.Constraint) is null) return $"the constraint \"{constraint.Constraint}\" is unknown.";
            }

            return null;
        }
        catch (Exception error) when (error is ArgumentException or RouteCreationException)
        {
            return OneLine.Of(error);
        }
    }

    /// <summary>Whether a readable template matches a path; letter case makes no difference.</summary>
    /// <param name="path">The path with its leading slash.</param>
    public static bool Matches(string route, string path)
    {
        var template = TemplateParser.Parse(route);
        var values = new RouteValueDictionary();
        return new TemplateMatcher(template, []).TryMatch(path, values)
            && template.Parameters.All(parameter => parameter.InlineConstraints.All(constraint => Meets(parameter.Name!, constraint.Constraint, values)));
    }

    private static bool Meets(string parameter, string constraint, RouteValueDictionary values) =>
        !values.ContainsKey(parameter)
        || Constraints.ResolveConstraint(constraint)!.Match(httpContext: null, route: null, parameter, values, RouteDirection.IncomingRequest);

    /// <summary>A slim application leaves regular expressions out until somebody asks for them.</summary>
    private static RouteOptions KnownConstraints()
    {
        var options = new RouteOptions();
        options.SetParameterPolicy<RegexInlineRouteConstraint>("regex");
        return options;
    }

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
