namespace Publisher.Content.Import;

/// <summary>
/// Takes an object's members one by one, each with its type, and gathers a fault for each that is missing, of another type, unknown
/// or there twice. Nothing is thrown: a person wants to see all faults at once.
/// </summary>
public sealed class FieldReader
{
    private readonly LineObject source;
    private readonly string path;
    private readonly List<Fault> faults;
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    public FieldReader(LineObject source, string path, List<Fault> faults)
    {
        (this.source, this.path, this.faults) = (source, path, faults);
        foreach (var twice in source.Members.GroupBy(member => member.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
            Fault(twice.Key, "is there twice", twice.Last().Line);
    }

    public void Fault(string field, string text, int? line = null) =>
        faults.Add(new Fault(Path(field), text, line ?? LineOf(field)));

    public string Text(string field, string otherwise = "") => Take(field) switch
    {
        null => otherwise,
        LineText text => text.Value.Trim(),
        var other => Wrong(field, "text in quotes", other, otherwise),
    };

    public string Required(string field)
    {
        if (Text(field) is { Length: > 0 } text) return text;
        if (Member(field) is null or { Value: LineText }) Fault(field, "is missing; it is needed");
        return "";
    }

    public decimal? Number(string field) => Take(field) switch
    {
        null => null,
        LineNumber number => number.Value,
        var other => Wrong<decimal?>(field, "a number", other, null),
    };

    public Moment? Moment(string field)
    {
        var text = Text(field);
        if (text.Length == 0) return null;
        if (Content.Moment.TryParse(text, out var moment)) return moment;
        Fault(field, $"„{text}” is not a day or an hour; write 2023-05-31 or 2023-05-31T15:00 (the organisation's local time)");
        return null;
    }

    public IReadOnlyList<string> Texts(string field) =>
        [.. Elements(field).Select((element, at) => element switch
        {
            LineText { Value: var value } when value.Trim().Length > 0 => value.Trim(),
            var other => Wrong($"{field}[{at}]", "text in quotes", other, ""),
        }).Where(text => text.Length > 0)];

    public IReadOnlyList<T> Objects<T>(string field, Func<FieldReader, T> read) =>
        [.. Elements(field).Select((element, at) => Object($"{field}[{at}]", element, read)).OfType<T>()];

    public T? Object<T>(string field, Func<FieldReader, T> read)
        where T : class
        => Take(field) is { } value ? Object(field, value, read) : null;

    /// <summary>Call last: what nobody asked for is a fault, most often a slip of the keyboard.</summary>
    public void Done()
    {
        foreach (var member in source.Members.Where(member => !asked.Contains(member.Name)))
        {
            var near = Nearest.To(member.Name, asked);
            Fault(member.Name, near is null ? "is not a field here" : $"is not a field here; did you mean „{near}”?", member.Line);
        }
    }

    private T? Object<T>(string field, LineJson value, Func<FieldReader, T> read)
    {
        if (value is not LineObject inner) return Wrong<T?>(field, "an object in braces", value, default);
        var reader = new FieldReader(inner, Path(field), faults);
        var result = read(reader);
        reader.Done();
        return result;
    }

    private IReadOnlyList<LineJson> Elements(string field) => Take(field) switch
    {
        null => [],
        LineArray array => array.Elements,
        var other => Wrong<IReadOnlyList<LineJson>>(field, "a list in square brackets", other, []),
    };

    private LineJson? Take(string field)
    {
        asked.Add(field);
        return Member(field)?.Value;
    }

    private LineMember? Member(string field) => source.Members.FirstOrDefault(member => member.Name == field);

    /// <summary>The line of a field, or of the nearest thing around it that is there: <c>links[2].url</c>.</summary>
    private int LineOf(string field)
    {
        var (line, value) = (source.Line, (LineJson?)source);
        foreach (var name in field.Split('.', '['))
        {
            (line, value) = value switch
            {
                LineObject inner when inner.Members.FirstOrDefault(member => member.Name == name) is { } member => (member.Line, member.Value),
                LineArray array when name.EndsWith(']') && int.TryParse(name[..^1], out var at) && at < array.Elements.Count => (array.Elements[at].Line, array.Elements[at]),
                _ => (line, null),
            };
        }

        return line;
    }

    private T Wrong<T>(string field, string wanted, LineJson got, T otherwise)
    {
        var name = got switch
        {
            LineObject => "an object",
            LineArray => "a list",
            LineText { Value.Length: 0 } => "empty text",
            LineText => "text",
            LineNumber => "a number",
            LineOther other => other.What,
            _ => "something else",
        };
        Fault(field, $"must be {wanted}, not {name}", got.Line);
        return otherwise;
    }

    private string Path(string field) => path.Length == 0 ? field : $"{path}.{field}";
}
