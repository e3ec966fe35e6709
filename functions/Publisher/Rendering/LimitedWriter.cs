using System.Globalization;
using System.Text;

namespace Publisher.Rendering;

/// <summary>Keeps what is rendered, as far as the budget goes.</summary>
internal sealed class LimitedWriter(RenderBudget budget) : TextWriter(CultureInfo.InvariantCulture)
{
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.Unicode;

    public override void Write(char value)
    {
        budget.Wrote(1);
        text.Append(value);
    }

    public override void Write(string? value)
    {
        if (value is null) return;
        budget.Wrote(value.Length);
        text.Append(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        budget.Wrote(count);
        text.Append(buffer, index, count);
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        budget.Wrote(buffer.Length);
        text.Append(buffer);
    }

    public override string ToString() => text.ToString();
}
