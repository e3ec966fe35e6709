using System.Text;

namespace Publisher.Rendering;

/// <summary>Breaks lines of the text part at spaces.</summary>
public static class TextWrap
{
    /// <summary>Characters of a line (RFC 5322 §2.1.1 recommends at most 78).</summary>
    public const int Width = 76;

    /// <summary>A word longer than a line, an address for instance, stays whole: broken it would not work.</summary>
    public static string Wrap(string text)
    {
        var wrapped = new StringBuilder(text.Length + 8);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (wrapped.Length > 0) wrapped.Append('\n');
            var width = 0;
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (width > 0 && width + 1 + word.Length > Width)
                {
                    wrapped.Append('\n');
                    width = 0;
                }
                else if (width > 0)
                {
                    wrapped.Append(' ');
                    width++;
                }

                wrapped.Append(word);
                width += word.Length;
            }
        }

        return wrapped.ToString();
    }
}
