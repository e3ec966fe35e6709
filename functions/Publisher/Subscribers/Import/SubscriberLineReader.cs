using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Publisher.Content;

namespace Publisher.Subscribers.Import;

/// <summary>Turns one line of a list into a subscriber, or into faults by line and column.</summary>
/// <param name="source">Where consent comes from if the line does not say so; null where only lines that do are taken.</param>
/// <param name="everyone">What the file's name says of everyone in it.</param>
internal sealed class SubscriberLineReader(SubscriberColumns columns, Districts districts, Instant now, string? source, LeftOut everyone)
{
    /// <summary>Characters. A source is a sentence.</summary>
    public const int MaxSource = 500;

    private static readonly Dictionary<string, ItemKind> Kinds = new(StringComparer.Ordinal)
    {
        ["call"] = ItemKind.Call, ["nabor"] = ItemKind.Call, ["nabory"] = ItemKind.Call,
        ["event"] = ItemKind.Event, ["wydarzenie"] = ItemKind.Event, ["wydarzenia"] = ItemKind.Event,
        ["news"] = ItemKind.News, ["aktualnosc"] = ItemKind.News, ["aktualnosci"] = ItemKind.News,
    };

    // Slugs, as people write them.
    private static readonly Dictionary<string, ReaderRole> Roles = new(StringComparer.Ordinal)
    {
        ["resident"] = ReaderRole.Resident, ["mieszkaniec"] = ReaderRole.Resident, ["mieszkanka"] = ReaderRole.Resident, ["osoba-prywatna"] = ReaderRole.Resident,
        ["ngo"] = ReaderRole.Ngo, ["organizacja-pozarzadowa"] = ReaderRole.Ngo,
        ["group"] = ReaderRole.Group, ["grupa-nieformalna"] = ReaderRole.Group,
        ["firm"] = ReaderRole.Firm, ["firma"] = ReaderRole.Firm,
        ["school"] = ReaderRole.School, ["szkola"] = ReaderRole.School,
        ["official"] = ReaderRole.Official, ["urzad"] = ReaderRole.Official,
    };

    private static readonly Dictionary<string, Rhythm> RhythmNames = new(StringComparer.Ordinal)
    {
        ["at-once"] = Rhythm.AtOnce, ["od-razu"] = Rhythm.AtOnce,
        ["weekly"] = Rhythm.Weekly, ["co-tydzien"] = Rhythm.Weekly, ["raz-w-tygodniu"] = Rhythm.Weekly,
        ["monthly"] = Rhythm.Monthly, ["co-miesiac"] = Rhythm.Monthly, ["raz-w-miesiacu"] = Rhythm.Monthly,
    };

    private static readonly Dictionary<string, bool> Answers = new(StringComparer.Ordinal)
    {
        [""] = false, ["no"] = false, ["nie"] = false, ["false"] = false, ["0"] = false,
        ["yes"] = true, ["tak"] = true, ["true"] = true, ["1"] = true,
    };

    public SubscriberLine Read(int line, IReadOnlyList<string> cells)
    {
        var row = new Row(columns, cells, line);
        var address = Address.Parse(row.Text(SubscriberColumn.Address), out var noAddress);
        var key = address is null ? (SubscriberKey?)null : SubscriberKey.Of(address);
        var shown = address?.Mailbox ?? row.Text(SubscriberColumn.Address);
        // Who is not to be mailed needs no right line.
        if (Status(row) is not LeftOut.None and var leftOut && row.Faults.Count == 0) return new SubscriberLine(line, cells, null, key, leftOut, shown, []);

        if (address is null) row.Fault(SubscriberColumn.Address, "address", noAddress, ("value", shown));
        var interests = new Given(row.List(SubscriberColumn.Kinds), row.List(SubscriberColumn.Districts), row.List(SubscriberColumn.Topics), row.Text(SubscriberColumn.Language));
        if (row.Text(SubscriberColumn.Attributes) is { Length: > 0 } attributes) interests = Attributes(attributes, interests, row);
        var (name, language) = (Name(row), Language(interests.Language, row));
        var kinds = KindsOf(interests, row);
        // Who wants calls gets their deadlines with them; for a list that says both, more is what was asked for.
        var deadlines = DeadlinesOf(row) && !kinds.Contains(ItemKind.Call);
        var chosen = new Interests(kinds, DistrictsOf(interests, row), interests.Topics, deadlines);
        var (role, rhythm) = (RoleOf(row), RhythmOf(row));
        var (paused, calls) = (PausedOf(row), CallsOf(row));
        var (from, since) = Consent(row);
        if (row.Faults.Count > 0) return SubscriberLine.Refused(line, cells, row.Faults, shown);
        return new SubscriberLine(line, cells, new Subscriber(key!.Value, address!.Mailbox, name, language, SubscriptionStatus.Confirmed, chosen, from, since, role) { Rhythm = rhythm, PausedUntil = paused, Calls = calls }, key, LeftOut.None, shown, []);
    }

    private LeftOut Status(Row row)
    {
        if (row.Text(SubscriberColumn.Left).Length > 0) return LeftOut.Unsubscribed;
        if (row.Text(SubscriberColumn.Cleaned).Length > 0) return LeftOut.Cleaned;
        var global = StatusIn(SubscriberColumn.Status, row);
        var ofList = StatusIn(SubscriberColumn.ListStatus, row);
        if (global != LeftOut.None) return global;
        // Who left the one list that was exported, and reads another, did not ask never to be mailed.
        if (ofList != LeftOut.None) return ofList == LeftOut.Unsubscribed && columns.Has(SubscriberColumn.Status) ? LeftOut.LeftThatList : ofList;
        return everyone;
    }

    private static LeftOut StatusIn(SubscriberColumn column, Row row)
    {
        var text = row.Text(column);
        if (text.Length == 0) return LeftOut.None;
        if (ForeignStatus.TryParse(text, out var leftOut)) return leftOut;
        row.Fault(column, "status", $"„{Cut(text)}” is not a status; it can be confirmed, subscribed, unconfirmed, unsubscribed, bounced or cleaned", ("value", Cut(text)));
        return LeftOut.None;
    }

    private static string Name(Row row)
    {
        var name = Composed.Of(row.Text(SubscriberColumn.Name));
        if (name.Length > PersonName.MaxLength || name.Any(char.IsControl)) row.Fault(SubscriberColumn.Name, "name", $"is not a name: at most {PersonName.MaxLength} characters on one line", ("max", $"{PersonName.MaxLength}"));
        return name;
    }

    private static string Language(string given, Row row)
    {
        var language = given.Length == 0 ? "pl" : given.ToLowerInvariant();
        // „pl-PL”, as browsers say it.
        if (language.Length == 5 && language[2] is '-' or '_') language = language[..2];
        if (language.Length != 2 || !language.All(char.IsAsciiLetterLower)) row.Fault(SubscriberColumn.Language, "language", $"„{Cut(language)}” is not a language; write its two letters: pl, en, uk", ("value", Cut(language)));
        return language;
    }

    private static List<ItemKind> KindsOf(Given given, Row row)
    {
        var kinds = new List<ItemKind>();
        foreach (var text in given.Kinds)
        {
            if (!Kinds.TryGetValue(Slug.Of(text), out var kind)) row.Fault(SubscriberColumn.Kinds, "kind", ItemKinds.Refuse(Cut(text)), ("value", Cut(text)));
            else if (!kinds.Contains(kind)) kinds.Add(kind);
        }

        return kinds;
    }

    private List<string> DistrictsOf(Given given, Row row)
    {
        var places = new List<string>();
        foreach (var text in given.Districts)
        {
            if (districts.Find(text) is not { } district) row.Fault(SubscriberColumn.Districts, "district", districts.Refuse(Cut(text)), ("value", Cut(text)));
            else if (!places.Contains(district.Slug, StringComparer.Ordinal)) places.Add(district.Slug);
        }

        return places;
    }

    private static bool DeadlinesOf(Row row)
    {
        var text = row.Text(SubscriberColumn.Deadlines);
        // A slug of marks is empty, and that would be an answer.
        if (Answers.TryGetValue(text.Length > 0 && Slug.Of(text).Length == 0 ? text : Slug.Of(text), out var answer)) return answer;
        row.Fault(SubscriberColumn.Deadlines, "yesNo", $"„{Cut(text)}” is neither yes nor no", ("value", Cut(text)));
        return false;
    }

    private static ReaderRole? RoleOf(Row row)
    {
        var text = row.Text(SubscriberColumn.Role);
        if (text.Length == 0) return null;
        if (Roles.TryGetValue(Slug.Of(text), out var role)) return role;
        row.Fault(SubscriberColumn.Role, "role", $"„{Cut(text)}” is not a role; it can be {string.Join(", ", ReaderRoles.All.Select(ReaderRoles.Key))}", ("value", Cut(text)), ("known", string.Join(", ", ReaderRoles.All.Select(ReaderRoles.Key))));
        return null;
    }

    private static LocalDate? PausedOf(Row row)
    {
        var text = row.Text(SubscriberColumn.Paused);
        if (text.Length == 0) return null;
        if (LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var day)) return day;
        row.Fault(SubscriberColumn.Paused, "day", $"„{Cut(text)}” is not a day; write 2023-05-31", ("value", Cut(text)));
        return null;
    }

    private static CallChoices CallsOf(Row row)
    {
        foreach (var column in (SubscriberColumn[])[SubscriberColumn.Followed, SubscriberColumn.LeftCalls])
        {
            var calls = row.List(column);
            if (calls.FirstOrDefault(call => !Slug.IsValid(call)) is { } wrong) row.Fault(column, "call", $"„{Cut(wrong)}” is not the id of a call", ("value", Cut(wrong)));
            if (calls.Length > CallChoices.Most) row.Fault(column, "calls", $"has {calls.Length} calls; at most {CallChoices.Most}", ("count", $"{calls.Length}"), ("max", $"{CallChoices.Most}"));
        }

        return row.Faults.Count > 0 ? CallChoices.None : CallChoices.Of(row.List(SubscriberColumn.Followed), row.List(SubscriberColumn.LeftCalls).Except(row.List(SubscriberColumn.Followed)));
    }

    /// <summary>„at-once/monthly”: of calls, then of the rest. Whether there are such editions is for the settings to say, on the day they go out.</summary>
    private static RhythmChoice RhythmOf(Row row)
    {
        var text = row.Text(SubscriberColumn.Rhythm);
        if (text.Length == 0) return RhythmChoice.Usual;
        var parts = text.Split('/');
        if (parts.Length <= 2 && RhythmNames.TryGetValue(Slug.Of(parts[0]), out var calls) && RhythmNames.TryGetValue(Slug.Of(parts[^1]), out var rest)) return new RhythmChoice(calls, rest);
        row.Fault(SubscriberColumn.Rhythm, "rhythm", $"„{Cut(text)}” is not a rhythm; it can be at-once, weekly or monthly, or two of them, for calls and for the rest: at-once/weekly", ("value", Cut(text)));
        return RhythmChoice.Usual;
    }

    /// <summary>Where and when somebody agreed. What the line says goes before what was said of all lines; the later of two times is the proof.</summary>
    private (string Source, Instant Since) Consent(Row row)
    {
        var optedIn = Time(SubscriberColumn.OptedIn, row);
        var confirmed = Time(SubscriberColumn.Confirmed, row);
        var since = Time(SubscriberColumn.Since, row);
        var tool = columns.Format switch
        {
            SubscriberFileFormat.Mailchimp => "Mailchimp",
            SubscriberFileFormat.Listmonk => "listmonk",
            SubscriberFileFormat.MailPoet => "MailPoet",
            _ => "",
        };
        var times = string.Join(", ", new[]
        {
            optedIn is { } first ? $"subscribed {ConsentTime.Show(first)}" : "",
            confirmed is { } second ? $"confirmed {ConsentTime.Show(second)}" : "",
            tool.Length > 0 && since is { } listed ? $"on its list since {ConsentTime.Show(listed)}" : "",
        }.Where(words => words.Length > 0));
        var own = row.Text(SubscriberColumn.Source) is { Length: > 0 } said ? said : source;
        // A record's own day says since when somebody is on a list, not that they wanted to be.
        var proven = columns.Format is SubscriberFileFormat.Mailchimp or SubscriberFileFormat.MailPoet && (optedIn ?? confirmed) is not null;
        if (own is null && !proven)
        {
            var column = columns.Has(SubscriberColumn.Source) ? SubscriberColumn.Source : columns.Has(SubscriberColumn.Confirmed) ? SubscriberColumn.Confirmed : SubscriberColumn.OptedIn;
            if (row.Faults.Count == 0) row.Fault(column, "sourceEmpty", "is empty: nothing says where this person agreed to be mailed; give --source for such lines");
        }

        var text = times.Length == 0 ? own ?? "" : own is null ? $"{tool}: {times}" : $"{own} ({(tool.Length > 0 ? $"{tool}: {times}" : times)})";
        if (text.Length > MaxSource || text.Any(char.IsControl)) row.Fault(SubscriberColumn.Source, "source", $"must be at most {MaxSource} characters on one line", ("max", $"{MaxSource}"));
        return (text, confirmed ?? optedIn ?? since ?? now);
    }

    private Instant? Time(SubscriberColumn column, Row row)
    {
        var text = row.Text(column);
        if (text.Length == 0 || text.StartsWith("0000-00-00", StringComparison.Ordinal)) return null;
        if (!ConsentTime.TryParse(text, out var time)) row.Fault(column, "moment", $"„{Cut(text)}” is not a moment; write 2023-05-31 or 2023-05-31 15:00:00 (UTC)", ("value", Cut(text)));
        else if (time > now) row.Fault(column, "future", $"„{Cut(text)}” is in the future", ("value", Cut(text)));
        else return time;
        return null;
    }

    /// <summary>listmonk keeps what it does not know as JSON: of it, what has a name of ours is taken.</summary>
    private static Given Attributes(string json, Given given, Row row)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object) return given;
            foreach (var member in document.RootElement.EnumerateObject())
            {
                given = Slug.Of(member.Name) switch
                {
                    "kinds" or "rodzaje" => given with { Kinds = Texts(member.Value) },
                    "districts" or "district" or "dzielnice" or "dzielnica" => given with { Districts = Texts(member.Value) },
                    "topics" or "tematy" => given with { Topics = Texts(member.Value) },
                    "language" or "lang" or "jezyk" => given with { Language = Texts(member.Value).FirstOrDefault("") },
                    _ => given,
                };
            }
        }
        catch (JsonException)
        {
            row.Fault(SubscriberColumn.Attributes, "json", "is not JSON");
        }

        return given;
    }

    private static string[] Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Split(value.GetString()!),
        JsonValueKind.Array => [.. value.EnumerateArray().Where(each => each.ValueKind == JsonValueKind.String).Select(each => each.GetString()!.Trim()).Where(text => text.Length > 0)],
        _ => [],
    };

    private static string[] Split(string text) => text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Cut(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private sealed record Given(string[] Kinds, string[] Districts, string[] Topics, string Language);

    private sealed class Row(SubscriberColumns columns, IReadOnlyList<string> cells, int line)
    {
        public List<Fault> Faults { get; } = [];

        public string Text(SubscriberColumn column) => columns.PlaceOf(column) is >= 0 and var at && at < cells.Count ? CsvCell.Restore(cells[at]).Trim() : "";

        public string[] List(SubscriberColumn column) => Split(Text(column));

        /// <param name="code">For pages: what it is, in the reader's words.</param>
        public void Fault(SubscriberColumn column, string code, string text, params (string Blank, string Value)[] arguments) => Faults.Add(new Fault(columns.NameOf(column), text, line).As(code, arguments));
    }
}
