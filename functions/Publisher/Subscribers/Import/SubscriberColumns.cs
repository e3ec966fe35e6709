namespace Publisher.Subscribers.Import;

/// <summary>Where a list comes from, as its header shows.</summary>
public enum SubscriberFileFormat { Plain, Mailchimp, Listmonk, MailPoet }

/// <summary>What a column of a list can be for us.</summary>
public enum SubscriberColumn { Address, Name, Language, Kinds, Districts, Topics, Status, ListStatus, Source, Since, OptedIn, Confirmed, Left, Cleaned, Attributes, Role, Rhythm, Deadlines, Paused, Followed, LeftCalls }

/// <summary>The header of a list: what each column is, by its name in English, in Polish or in the tool that wrote it.</summary>
public sealed class SubscriberColumns
{
    // Slugs, so that „E-mail”, „e_mail” and „Imię i nazwisko” are found however they are written.
    private static readonly Dictionary<string, SubscriberColumn> Names = new(StringComparer.Ordinal)
    {
        ["address"] = SubscriberColumn.Address, ["adres"] = SubscriberColumn.Address, ["e-mail"] = SubscriberColumn.Address, ["email"] = SubscriberColumn.Address,
        ["mail"] = SubscriberColumn.Address, ["email-address"] = SubscriberColumn.Address, ["e-mail-address"] = SubscriberColumn.Address,
        ["adres-e-mail"] = SubscriberColumn.Address, ["adres-email"] = SubscriberColumn.Address, ["adres-mailowy"] = SubscriberColumn.Address,
        ["name"] = SubscriberColumn.Name, ["first-name"] = SubscriberColumn.Name, ["imie"] = SubscriberColumn.Name, ["imie-i-nazwisko"] = SubscriberColumn.Name,
        ["language"] = SubscriberColumn.Language, ["lang"] = SubscriberColumn.Language, ["jezyk"] = SubscriberColumn.Language,
        ["kinds"] = SubscriberColumn.Kinds, ["rodzaje"] = SubscriberColumn.Kinds,
        ["districts"] = SubscriberColumn.Districts, ["district"] = SubscriberColumn.Districts, ["dzielnice"] = SubscriberColumn.Districts, ["dzielnica"] = SubscriberColumn.Districts,
        ["topics"] = SubscriberColumn.Topics, ["tematy"] = SubscriberColumn.Topics,
        ["status"] = SubscriberColumn.Status, ["stan"] = SubscriberColumn.Status, ["global-status"] = SubscriberColumn.Status, ["list-status"] = SubscriberColumn.ListStatus,
        ["source"] = SubscriberColumn.Source, ["zrodlo"] = SubscriberColumn.Source,
        ["since"] = SubscriberColumn.Since, ["od"] = SubscriberColumn.Since, ["data-zapisu"] = SubscriberColumn.Since, ["created-at"] = SubscriberColumn.Since,
        ["optin-time"] = SubscriberColumn.OptedIn, ["subscribed-at"] = SubscriberColumn.OptedIn, ["subscription-time"] = SubscriberColumn.OptedIn,
        ["confirm-time"] = SubscriberColumn.Confirmed, ["confirmed-at"] = SubscriberColumn.Confirmed, ["confirmation-time"] = SubscriberColumn.Confirmed,
        ["role"] = SubscriberColumn.Role, ["rola"] = SubscriberColumn.Role, ["kto"] = SubscriberColumn.Role,
        ["rhythm"] = SubscriberColumn.Rhythm, ["jak-czesto"] = SubscriberColumn.Rhythm, ["czestotliwosc"] = SubscriberColumn.Rhythm,
        ["paused"] = SubscriberColumn.Paused, ["przerwa"] = SubscriberColumn.Paused,
        ["followed"] = SubscriberColumn.Followed, ["obserwowane"] = SubscriberColumn.Followed,
        ["left-calls"] = SubscriberColumn.LeftCalls, ["pominiete"] = SubscriberColumn.LeftCalls,
        ["deadlines"] = SubscriberColumn.Deadlines, ["terminy"] = SubscriberColumn.Deadlines, ["tylko-terminy"] = SubscriberColumn.Deadlines,
        ["unsub-time"] = SubscriberColumn.Left, ["clean-time"] = SubscriberColumn.Cleaned, ["attributes"] = SubscriberColumn.Attributes,
    };

    /// <summary>Columns that a plain list may have and that nobody needs here: a family name greets nobody; the last two are of our own list of refused lines.</summary>
    private static readonly string[] NotTaken = ["last-name", "surname", "nazwisko", "refused-line", "refused-reason"];

    private static readonly string[] Known = ["address", "name", "language", "kinds", "districts", "topics", "status", "source", "since", "role", "rhythm", "deadlines", "paused", "followed", "left calls"];

    private readonly Dictionary<SubscriberColumn, int> places = [];

    /// <exception cref="RefusedException">The header is none of a list of subscribers.</exception>
    public SubscriberColumns(IReadOnlyList<string> header, int line)
    {
        Header = [.. header.Select(name => name.Trim('\uFEFF', ' ', '"'))];
        var slugs = Header.Select(Slug.Of).ToList();
        Format = FormatOf(slugs);
        var faults = new List<Fault>();
        var ignored = new List<string>();
        for (var at = 0; at < slugs.Count; at++)
        {
            if (Names.TryGetValue(slugs[at], out var column))
            {
                if (!places.TryAdd(column, at) && Twice(column, slugs, at, ignored)) faults.Add(new Fault(Header[at], $"is in the header twice{(Header[places[column]] == Header[at] ? "" : $", as „{Header[places[column]]}” too")}", line).As("columnTwice"));
            }
            else if (Format != SubscriberFileFormat.Plain || NotTaken.Contains(slugs[at], StringComparer.Ordinal) || Header[at].Length == 0) ignored.Add(Header[at]);
            else faults.Add(Unknown(Header[at], line));
        }

        if (!Has(SubscriberColumn.Address)) faults.Add(new Fault("address", "is missing from the header", line).As("noAddressColumn"));
        Ignored = [.. ignored.Where(name => name.Length > 0)];
        if (faults.Count > 0) throw new RefusedException($"Nothing was imported: the file's header has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}.", faults);
    }

    public SubscriberFileFormat Format { get; }

    /// <summary>The names as they stand in the file.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Columns that nothing is taken from.</summary>
    public IReadOnlyList<string> Ignored { get; }

    public bool Has(SubscriberColumn column) => places.ContainsKey(column);

    /// <summary>The column's place from 0; -1 where the file has none such.</summary>
    public int PlaceOf(SubscriberColumn column) => places.GetValueOrDefault(column, -1);

    /// <summary>The column's name as the file has it.</summary>
    public string NameOf(SubscriberColumn column) => PlaceOf(column) is >= 0 and var at ? Header[at] : column.ToString().ToLowerInvariant();

    private static SubscriberFileFormat FormatOf(List<string> slugs) =>
        slugs.Exists(slug => slug is "optin-time" or "confirm-time" or "member-rating") ? SubscriberFileFormat.Mailchimp
        : slugs.Exists(slug => slug is "global-status" or "list-status" or "subscribed-at" or "subscription-time" or "confirmation-time" or "confirmed-at") ? SubscriberFileFormat.MailPoet
        : slugs.Exists(slug => slug is "attributes" or "uuid") ? SubscriberFileFormat.Listmonk
        : SubscriberFileFormat.Plain;

    /// <summary>A tool may call two columns by names that mean one thing; its first counts, or the one that says most.</summary>
    private bool Twice(SubscriberColumn column, List<string> slugs, int at, List<string> ignored)
    {
        if (Format == SubscriberFileFormat.Plain || slugs[at] == slugs[places[column]]) return Format == SubscriberFileFormat.Plain || column == SubscriberColumn.Address;
        if (slugs[at] == "global-status") (places[column], at) = (at, places[column]);
        ignored.Add(Header[at]);
        return false;
    }

    private static Fault Unknown(string name, int line)
    {
        var near = Nearest.To(name, Known);
        return new Fault(name, $"is not a column here; {(near is null ? $"they are {string.Join(", ", Known)}" : $"did you mean „{near}”?")}", line).As(near is null ? "column" : "columnNear", ("near", near ?? ""), ("known", string.Join(", ", Known)));
    }
}
