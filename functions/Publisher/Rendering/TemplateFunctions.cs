using System.Collections.Frozen;
using System.Globalization;
using HandlebarsDotNet;

namespace Publisher.Rendering;

/// <summary>What a template may call: <c>t</c> a string of its language, <c>wrap</c> lines for the text part, <c>slot</c> and <c>shown</c>
/// for what differs from reader to reader.</summary>
internal static class TemplateFunctions
{
    /// <summary>All blocks there are: Handlebars' own and <c>shown</c>.</summary>
    public static FrozenSet<string> Blocks { get; } = FrozenSet.Create(StringComparer.Ordinal, "if", "unless", "each", "with", "shown");

    public static void Register(IHandlebars handlebars, Strings strings)
    {
        handlebars.RegisterHelper("t", (_, arguments) => strings[Text(arguments[0])]);
        handlebars.RegisterHelper("wrap", (_, arguments) => Wrap([.. arguments.Select(Text)]));
        handlebars.RegisterHelper("slot", (output, _, arguments) =>
            output.WriteSafeString(Markers.Slot(Text(arguments[0]))));
        handlebars.RegisterHelper("shown", (output, options, context, arguments) =>
        {
            arguments.Hash.TryGetValue("unless", out var unless);
            var exception = Text(unless);
            output.WriteSafeString(Markers.BeginIfAny(Text(arguments[0])));
            if (exception.Length > 0) output.WriteSafeString(Markers.BeginIfNone(exception));
            options.Template(output, context);
            if (exception.Length > 0) output.WriteSafeString(Markers.End);
            output.WriteSafeString(Markers.End);
        });
    }

    private static string Wrap(List<string> parts)
    {
        RenderBudget.Running.Hold(parts.Sum(part => (long)part.Length));
        return TextWrap.Wrap(string.Concat(parts));
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
