using System.Text;
using HandlebarsDotNet;

namespace Publisher.Rendering;

/// <summary>Escapes for HTML text and quoted attributes; letters of any language stay as they are.</summary>
internal sealed class HtmlText : ITextEncoder
{
    public IFormatProvider? FormatProvider { get; }

    public void Encode(StringBuilder? text, TextWriter target) => Encode(text?.ToString(), target);

    public void Encode(string? text, TextWriter target)
    {
        if (text is not null) Encode(text.GetEnumerator(), target);
    }

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text!.MoveNext())
        {
            switch (text.Current)
            {
                case '&': target.Write("&amp;"); break;
                case '<': target.Write("&lt;"); break;
                case '>': target.Write("&gt;"); break;
                case '"': target.Write("&quot;"); break;
                case '\'': target.Write("&#39;"); break;
                default: target.Write(text.Current); break;
            }
        }
    }
}
