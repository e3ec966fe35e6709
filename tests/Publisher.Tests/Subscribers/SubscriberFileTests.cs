using System.Text;
using Publisher.Content;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Tests.Subscribers;

public sealed class SubscriberFileTests
{
    private static readonly Districts Places = Districts.Parse("Rubinkowo, Stare Miasto", []);
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 1, 0, 0);

    [Theory]
    [InlineData("address,name,kinds,districts\njan@example.org,Jan,call|news,Stare Miasto\n")]
    [InlineData("address;name;kinds;districts\r\njan@example.org;Jan;call|news;stare-miasto\r\n")]
    [InlineData("\uFEFFname\tADDRESS\tkinds\tdistricts\nJan\tjan@example.org\tcall | news\tSTARE MIASTO")]
    [InlineData("\"address\",\"name\",\"kinds\",\"districts\"\n\"jan@example.org\",\" Jan \",\"call|news\",\"Stare Miasto\"\n\n")]
    [InlineData("sep=;\r\nE-mail;Imię;Rodzaje;Dzielnice\r\njan@example.org;Jan;nabory|aktualności;Stare Miasto\r\n")]
    [InlineData("sep=,\nAdres e-mail,imie,nazwisko,rodzaje,dzielnica\njan@example.org,Jan,Nowak,nabór|aktualność,Stare Miasto\n")]
    [InlineData("adres,IMIE,kinds,dzielnice,status\njan@example.org,Jan,call|news,Stare Miasto,potwierdzony\n")]
    public void A_list_is_read_whatever_separates_and_names_its_columns(string text)
    {
        var person = Assert.Single(Read(text));

        Assert.Equal(("jan@example.org", "Jan", "pl", SubscriptionStatus.Confirmed, "fair"), (person.Address, person.Name, person.Language, person.Status, person.Source));
        Assert.Equal([ItemKind.Call, ItemKind.News], person.Interests.Kinds);
        Assert.Equal(["stare-miasto"], person.Interests.Districts);
    }

    [Theory]
    [InlineData("utf-8", null, "")]
    [InlineData("utf-16", null, "")]
    [InlineData("windows-1250", null, "was read as Windows-1250")]
    [InlineData("windows-1250", "windows-1250", "")]
    [InlineData("iso-8859-2", null, "give --encoding iso-8859-2")]
    [InlineData("iso-8859-2", "iso-8859-2", "")]
    public void A_list_is_read_in_the_encoding_it_was_written_in(string written, string? given, string note)
    {
        var encoding = written switch
        {
            "utf-8" => new UTF8Encoding(true),
            "utf-16" => Encoding.Unicode,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(written)!,
        };
        byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes("adres\timię\r\nsw@example.org\tŚwiętosława Żądło\r\n")];
        var list = ListOfPeople.Of(file, "fair", encoding: given);

        Assert.Contains(note, string.Join(' ', list.Notes), StringComparison.Ordinal);
        Assert.Equal(note.Length == 0, !list.Notes.Any());
        if (written != "iso-8859-2" || given is not null) Assert.Equal("Świętosława Żądło", Assert.Single(list.Lines(Places, Now)).Person!.Name);
    }

    [Fact]
    public void What_is_no_text_or_not_in_the_encoding_given_is_refused()
    {
        Assert.Contains("is not text", Assert.Throws<RefusedException>(() => ListOfPeople.Of([0x50, 0x4B, 3, 4, 0, 0, 0xFF, 0x80])).Faults[0].Text, StringComparison.Ordinal);
        Assert.Throws<RefusedException>(() => ListOfPeople.Of([0xFF, 0xFE, 0, 0xD8], encoding: "utf-16").Lines(Places, Now).ToList());
        Assert.Throws<RefusedException>(() => ListOfPeople.Of("address\na@example.org"u8.ToArray(), encoding: "ebcdic"));
    }

    [Fact]
    public void Every_fault_is_named_by_line_and_column()
    {
        var faults = Refused("address,language,kinds,districts\njan@,pl,,\nok@example.org,polski,concert,Rubinkow\nOK@example.org,pl,,\nok@EXAMPLE.org,,,\na,b,c,d,e\n");

        Assert.Contains(faults, fault => fault is { Line: 2, Field: "address" });
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "language" });
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "kinds" });
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "districts" } && fault.Text.Contains("did you mean „Rubinkowo”?", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 5, Field: "address" } && fault.Text.Contains("twice", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 6, Field: "line" });
        Assert.Equal(6, faults.Count);
    }

    [Fact]
    public void Faults_are_named_by_the_files_own_columns_and_lines()
    {
        var faults = Refused("sep=;\nAdres e-mail;Imię;Dzielnice;Data zapisu;Status\nnikt;\"Jan\nNowak\";Bielany;jutro;może\n\nb@example.org;;;1.6.2023;\n");

        Assert.Equal(
            [("Adres e-mail", 3), ("Imię", 3), ("Dzielnice", 3), ("Data zapisu", 3), ("Status", 3), ("Data zapisu", 6)],
            faults.OrderBy(fault => fault.Line).ThenBy(fault => Array.IndexOf(["Adres e-mail", "Imię", "Dzielnice", "Data zapisu"], fault.Field) is >= 0 and var at ? at : 9)
                .Select(fault => (fault.Field, fault.Line!.Value)));
    }

    [Theory]
    [InlineData("", "address")]
    [InlineData("name\nJan\n", "address")]
    [InlineData("adress,name\na@example.org,b\n", "adress")]
    [InlineData("address,e-mail\na@example.org,b@example.org\n", "e-mail")]
    [InlineData("address,name\na@example.org,\"never ended\n", "line")]
    public void A_file_of_another_shape_is_refused(string text, string field) => Assert.Contains(Refused(text), fault => fault.Field == field);

    [Theory]
    [InlineData("rhythm", "at-once", "at-once")]
    [InlineData("Jak często", "od razu / co miesiąc", "at-once/monthly")]
    [InlineData("częstotliwość", "Co tydzień/weekly", "weekly")]
    [InlineData("rhythm", "", "weekly")]
    public void How_often_is_read_in_english_and_polish(string column, string cell, string rhythm) =>
        Assert.Equal(rhythm, RhythmText.Write(Assert.Single(Read($"address,{column}\na@example.org,{cell}\n")).Rhythm));

    [Theory]
    [InlineData("role", "Organizacja pozarządowa", "Ngo", false)]
    [InlineData("rola", "SCHOOL", "School", false)]
    [InlineData("terminy", "TAK", "", true)]
    [InlineData("deadlines", "nie", "", false)]
    public void Role_and_deadlines_are_read_in_english_and_polish(string column, string cell, string role, bool deadlines)
    {
        var person = Assert.Single(Read($"address,{column}\na@example.org,{cell}\n"));

        Assert.Equal((role, deadlines), (person.Role?.ToString() ?? "", person.Interests.Deadlines));
    }

    [Theory]
    [InlineData("rhythm", "hourly", "„hourly” is not a rhythm; it can be at-once, weekly or monthly")]
    [InlineData("rhythm", "weekly/", "is not a rhythm")]
    [InlineData("rhythm", "weekly/weekly/weekly", "is not a rhythm")]
    [InlineData("rhythm", "=HYPERLINK(1)", "is not a rhythm")]
    [InlineData("role", "king", "„king” is not a role; it can be resident, ngo, group, firm, school, official")]
    [InlineData("role", "<script>", "is not a role")]
    [InlineData("deadlines", "maybe", "„maybe” is neither yes nor no")]
    [InlineData("deadlines", "!!!", "„!!!” is neither yes nor no")]
    public void What_is_no_role_rhythm_or_answer_is_refused_by_line_and_column(string column, string cell, string sentence)
    {
        var fault = Assert.Single(Judge(ListOfPeople.Of($"address,{column},source\na@example.org,{cell},fair\n")).Single().Line.Faults);

        Assert.Equal((column, 2), (fault.Field, fault.Line));
        Assert.StartsWith(sentence[..1] == "„" ? sentence : "„", fault.Text, StringComparison.Ordinal);
        Assert.Contains(sentence, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_wants_calls_and_deadlines_gets_calls()
    {
        var person = Assert.Single(Read("address,kinds,deadlines\na@example.org,call|news,yes\n"));

        Assert.Equal((2, false), (person.Interests.Kinds.Count, person.Interests.Deadlines));
    }

    [Fact]
    public void Where_consent_comes_from_is_told_by_the_file_or_for_all_of_it()
    {
        var own = Judge(ListOfPeople.Of("address,source,since\na@example.org,targi,2021-02-03T04:05:06Z\nb@example.org,,\n")).ToList();

        Assert.Equal(("targi", Instant.FromUtc(2021, 2, 3, 4, 5, 6)), (own[0].Line.Person!.Source, own[0].Line.Person!.Since));
        Assert.Contains("nothing says where this person agreed to be mailed", Assert.Single(own[1].Line.Faults).Text, StringComparison.Ordinal);
        Assert.Equal(["targi", "fair"], Read("address,source\na@example.org,targi\nb@example.org,\n").Select(person => person.Source));
        Assert.False(ListOfPeople.Of("address\na@example.org\n").CarriesSource);
    }

    [Fact]
    public void Any_text_is_read_or_refused() => Chance.Times(2000, random =>
    {
        var text = (random.Next(3) > 0 ? "address;name;topics\n" : "") +
            string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(8) == 0 ? ((char)random.Next(0xFFFF)).ToString() : random.Of(";", ",", "\t", "\"", "\n", "\r\n", "a@example.org", "Jan", "|", "\0", "\uFEFF", "sep=;")));
        try
        {
            Assert.All(Judge(ListOfPeople.Of(text, "fair")), line => Assert.True(line.Line.Person is not null ^ line.Line.Faults.Count > 0));
        }
        catch (RefusedException refused)
        {
            Assert.NotEmpty(refused.Faults);
        }
    });

    private static IEnumerable<JudgedLine> Judge(SubscriberFile file) => new ImportJudge(file, Places, new SubscriberImportRules(), new KnownKeys(), new KnownKeys(), ErasedSubscribers.Nobody, Now).Lines();

    private static IReadOnlyList<Subscriber> Read(string text) => [.. Judge(ListOfPeople.Of(text, "fair")).Select(line => line.Line.Person!)];

    private static IReadOnlyList<Fault> Refused(string text)
    {
        try
        {
            return [.. Judge(ListOfPeople.Of(text, "fair")).SelectMany(line => line.Line.Faults)];
        }
        catch (RefusedException refused)
        {
            return refused.Faults;
        }
    }
}
