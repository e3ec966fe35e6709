using System.Text;

namespace Publisher.Rendering;

/// <summary>Breaks lines of the text part at spaces.</summary>
public static class TextWrap
{
    /// <summary>Characters of a line (RFC 5322 §2.1.1 recommends at most 78).</summary>
    public const int Width = 76;

    /// <summary>A word longer than a line, an address for instance, stays whole: broken it would not work.</summary>
    /// <param name="width">Characters of a line.</param>
    public static string Wrap(string text, int width = Width)
    {
        var wrapped = new StringBuilder(text.Length + 8);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (wrapped.Length > 0) wrapped.Append('\n');
            var used = 0;
            foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (used > 0 && used + 1 + word.Length > width)
                {
                    wrapped.Append('\n');
                    used = 0;
                }
                else if (used > 0)
                {
                    wrapped.Append(' ');
                    used++;
                }

                wrapped.Append(word);
                used += word.Length;
            }
        }

        return wrapped.ToString();
    }
}
