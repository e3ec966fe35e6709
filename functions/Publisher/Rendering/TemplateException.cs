namespace Publisher.Rendering;

/// <summary>A template that cannot be used as it is; the message says which, why, and what to do about it.</summary>
public sealed class TemplateException : Exception
{
    public TemplateException(string template, string fault, Exception? inner = null)
        : base($"The template {template} {fault}", inner) => (Template, Fault) = (template, fault);

    /// <summary>Its path without <c>.hbs</c>.</summary>
    public string Template { get; }

    /// <summary>What is wrong, to be read after the template's name.</summary>
    public string Fault { get; }
}
