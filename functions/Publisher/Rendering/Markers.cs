using System.Globalization;
using System.Text;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>
/// Marks in a rendered text for what differs from reader to reader: <c>s NAME</c> a slot, <c>+ FLAGS</c> … <c>/</c> a part shown if one of the
/// flags is set, <c>- FLAGS</c> … <c>/</c> one shown if none is. Two characters of Unicode's private use area enclose a mark; they are
/// taken out of all content first, so content cannot forge one.
/// </summary>
internal static class Markers
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';

    public static string Slot(string name) => $"{Open}s{name}{Close}";

    public static string BeginIfAny(string flags) => $"{Open}+{flags}{Close}";

    public static string BeginIfNone(string flags) => $"{Open}-{flags}{Close}";

    public static string End { get; } = $"{Open}/{Close}";

    /// <summary>Content without characters that could be taken for marks.</summary>
    public static string Clean(string content) =>
        content.AsSpan().ContainsAny(Open, Close) ? content.Replace($"{Open}", "", StringComparison.Ordinal).Replace($"{Close}", "", StringComparison.Ordinal) : content;

    /// <summary>The text as everyone may read it: every part shown, every slot left empty.</summary>
    public static string Strip(string rendered)
    {
        var plain = new StringBuilder(rendered.Length);
        var at = 0;
        while (rendered.IndexOf(Open, at) is var open and >= 0)
        {
            plain.Append(rendered, at, open - at);
            at = rendered.IndexOf(Close, open) + 1;
        }

        return plain.Append(rendered, at, rendered.Length - at).ToString();
    }

    /// <summary>The slots in a rendered text, each with the number of conditional parts it stands in.</summary>
    public static IReadOnlyList<(string Name, int Depth)> Slots(string rendered)
    {
        var slots = new List<(string, int)>();
        var depth = 0;
        foreach (var mark in Marks(rendered))
        {
            if (mark is ['s', .. var name]) slots.Add((name, depth));
            else depth += mark is "/" ? -1 : 1;
        }

        return slots;
    }

    /// <summary>What the merge engine would not take, to be read after a template's name; null where all is well.</summary>
    public static string? FaultOf(string rendered) => Marks(rendered)
        .Where(mark => mark is ['+' or '-', ..])
        .SelectMany(mark => mark[1..].Split(',', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(flag => !int.TryParse(flag, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } bad
            ? $"gives {{{{#shown}}}} „{bad}”, which is no flag of its model"
            : null;

    private static IEnumerable<string> Marks(string rendered)
    {
        var at = 0;
        while (rendered.IndexOf(Open, at) is var open and >= 0)
        {
            at = rendered.IndexOf(Close, open) + 1;
            yield return rendered[(open + 1)..(at - 1)];
        }
    }

    /// <summary>Turns a rendered text with marks into what the merge engine compiles.</summary>
    public static MergeTemplate Parse(string rendered, Func<string, (int Slot, SlotEscape Escape)> slot)
    {
        var builder = new MergeTemplateBuilder();
        var at = 0;
        while (rendered.IndexOf(Open, at) is var open and >= 0)
        {
            var close = rendered.IndexOf(Close, open);
            if (open > at) builder.Text(rendered[at..open]);
            var mark = rendered[(open + 1)..close];
            switch (mark[0])
            {
                case 's':
                    var (number, escape) = slot(mark[1..]);
                    builder.Slot(number, escape);
                    break;
                case '+': builder.BeginIf(MergeCondition.AnyOf(Flags(mark[1..]))); break;
                case '-': builder.BeginIf(MergeCondition.NoneOf(Flags(mark[1..]))); break;
                default: builder.EndIf(); break;
            }

            at = close + 1;
        }

        if (at < rendered.Length) builder.Text(rendered[at..]);
        return builder.Build();
    }

    private static int[] Flags(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(flag => int.Parse(flag, CultureInfo.InvariantCulture))];
}
