using System.Globalization;
using System.Text;
using Publisher.Mail.Merge;

namespace Publisher.Rendering;

/// <summary>
/// Marks in a rendered text for what differs from reader to reader: <c>s NAME</c> a slot, <c># FLAGS</c> how many flags are set, and parts
/// that end with <c>/</c>: <c>+ FLAGS</c> shown if one is set, <c>- FLAGS</c> if none is, <c>fN:FLAGS</c> if fewer than N are,
/// <c>pRF FLAGS</c> if their number takes the form F of the plural rule R. Two characters of Unicode's private use area enclose a mark;
/// they are taken out of all content first, so content cannot forge one. No mark has a blank in it, so none is broken over two lines, nor a
/// character that HTML escapes.
/// </summary>
internal static class Markers
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';

    public static string Slot(string name) => $"{Open}s{name}{Close}";

    public static string CountOf(string flags) => $"{Open}#{flags}{Close}";

    public static string BeginIfAny(string flags) => $"{Open}+{flags}{Close}";

    public static string BeginIfNone(string flags) => $"{Open}-{flags}{Close}";

    public static string BeginIfFewer(int count, string flags) => string.Create(CultureInfo.InvariantCulture, $"{Open}f{count}:{flags}{Close}");

    public static string BeginIfPlural(PluralRule rule, PluralForm form, string flags) =>
        string.Create(CultureInfo.InvariantCulture, $"{Open}p{(int)rule}{(int)form}{flags}{Close}");

    public static string End { get; } = $"{Open}/{Close}";

    public static string IfAny(string flags, string text) => BeginIfAny(flags) + text + End;

    public static string IfNone(string flags, string text) => BeginIfNone(flags) + text + End;

    public static string Flags(IEnumerable<int> flags) => string.Join(',', flags.Select(flag => flag.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Content without characters that could be taken for marks.</summary>
    public static string Clean(string content) =>
        content.AsSpan().ContainsAny(Open, Close) ? content.Replace($"{Open}", "", StringComparison.Ordinal).Replace($"{Close}", "", StringComparison.Ordinal) : content;

    /// <summary>The text as one reader has it.</summary>
    /// <param name="flags">Which flags are set.</param>
    /// <param name="slot">The value of a slot, escaped for its place.</param>
    public static string Resolve(string rendered, IReadOnlySet<int> flags, Func<string, string> slot)
    {
        var plain = new StringBuilder(rendered.Length);
        var hidden = new Stack<bool>();
        hidden.Push(false);
        foreach (var (text, mark) in Parts(rendered))
        {
            if (!hidden.Peek()) plain.Append(text);
            switch (mark)
            {
                case "": break;
                case "/": hidden.Pop(); break;
                case ['s', .. var name]: plain.Append(hidden.Peek() ? "" : slot(name)); break;
                case ['#', .. var list]: plain.Append(hidden.Peek() ? "" : Count(list)); break;
                default: hidden.Push(hidden.Peek() || !Holds(mark)); break;
            }
        }

        return plain.ToString();

        string Count(string list) => Set(list).ToString(CultureInfo.InvariantCulture);

        int Set(string list) => Numbers(list).Distinct().Count(flags.Contains);

        bool Holds(string mark) => mark switch
        {
            ['+', .. var list] => Set(list) > 0,
            ['-', .. var list] => Set(list) == 0,
            ['f', .. var list] => Set(list[(list.IndexOf(':', StringComparison.Ordinal) + 1)..]) < Fewer(list),
            _ => Plurals.FormOf((PluralRule)(mark[1] - '0'), Set(mark[3..])) == (PluralForm)(mark[2] - '0'),
        };
    }

    /// <summary>The slots in a rendered text, each with the number of conditional parts it stands in.</summary>
    public static IReadOnlyList<(string Name, int Depth)> Slots(string rendered)
    {
        var slots = new List<(string, int)>();
        var depth = 0;
        foreach (var (_, mark) in Parts(rendered))
        {
            switch (mark)
            {
                case "" or ['#', ..]: break;
                case "/": depth--; break;
                case ['s', .. var name]: slots.Add((name, depth)); break;
                default: depth++; break;
            }
        }

        return slots;
    }

    /// <summary>What the merge engine would not take, to be read after a template's name; null where all is well.</summary>
    public static string? FaultOf(string rendered) => Parts(rendered)
        .Where(part => part.Mark is ['+' or '-', ..])
        .SelectMany(part => part.Mark[1..].Split(',', StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(flag => !int.TryParse(flag, NumberStyles.None, CultureInfo.InvariantCulture, out _)) is { } bad
            ? $"gives {{{{#shown}}}} „{bad}”, which is no flag of its model"
            : null;

    /// <summary>Turns a rendered text with marks into what the merge engine compiles.</summary>
    public static MergeTemplate Parse(string rendered, Func<string, (int Slot, SlotEscape Escape)> slot)
    {
        var builder = new MergeTemplateBuilder();
        foreach (var (text, mark) in Parts(rendered))
        {
            if (text.Length > 0) builder.Text(text);
            switch (mark)
            {
                case "": break;
                case "/": builder.EndIf(); break;
                case ['s', .. var name]:
                    var (number, escape) = slot(name);
                    builder.Slot(number, escape);
                    break;
                case ['#', .. var list]: builder.Count(Numbers(list)); break;
                case ['+', .. var list]: builder.BeginIf(MergeCondition.AnyOf(Numbers(list))); break;
                case ['-', .. var list]: builder.BeginIf(MergeCondition.NoneOf(Numbers(list))); break;
                case ['f', .. var list]: builder.BeginIf(MergeCondition.FewerThan(Fewer(list), Numbers(list[(list.IndexOf(':', StringComparison.Ordinal) + 1)..]))); break;
                default: builder.BeginIf(MergeCondition.Plural((PluralRule)(mark[1] - '0'), (PluralForm)(mark[2] - '0'), Numbers(mark[3..]))); break;
            }
        }

        return builder.Build();
    }

    /// <summary>The text between marks, each piece with the mark behind it; the last with an empty one.</summary>
    private static IEnumerable<(string Text, string Mark)> Parts(string rendered)
    {
        var at = 0;
        while (rendered.IndexOf(Open, at) is var open and >= 0)
        {
            var close = rendered.IndexOf(Close, open);
            yield return (rendered[at..open], rendered[(open + 1)..close]);
            at = close + 1;
        }

        yield return (rendered[at..], "");
    }

    private static int Fewer(string list) => int.Parse(list[..list.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture);

    private static int[] Numbers(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(flag => int.Parse(flag, CultureInfo.InvariantCulture))];
}
