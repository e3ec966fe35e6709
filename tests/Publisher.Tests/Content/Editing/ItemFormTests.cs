using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Content.Import;

namespace Publisher.Tests.Content.Editing;

public sealed class ItemFormTests
{
    private static readonly Districts Places = Districts.Parse("Rubinkowo, Stare Miasto, Grębocin Nad Strugą", []);

    private static readonly ItemForm Form = new(Places, Some.Zone, new ManualTime(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)));

    [Fact]
    public void Every_item_of_the_sample_comes_back_from_its_form_as_it_was()
    {
        var items = ContentFile.Read(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json")), TestProduct.Settings.Districts, Some.Zone);
        Assert.All(items, item => AssertComesBack(item with { Status = ItemStatus.Draft }, new ItemForm(TestProduct.Settings.Districts, Some.Zone, TimeProvider.System)));
    }

    [Fact]
    public void Whatever_is_in_an_item_it_comes_back_from_its_form_as_it_was() => Chance.Times(1000, random => AssertComesBack(RandomItems.Of(random), Form));

    [Fact]
    public void A_browser_s_line_ends_and_the_blanks_around_words_are_no_change()
    {
        Chance.Times(300, random =>
        {
            var item = RandomItems.Of(random);
            var posted = ItemForm.Of(item).ToDictionary(
                field => field.Key, field => (IReadOnlyList<string>)[.. field.Value.Select(value => $" {value.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\n")], StringComparer.Ordinal);

            Assert.Equal(ItemTable.Serialise(item), ItemTable.Serialise(Form.Read(item.Kind, posted).Item));
        });
    }

    [Fact]
    public void What_is_posted_in_the_order_of_no_form_and_with_foreign_fields_is_the_same_item()
    {
        Chance.Times(300, random =>
        {
            var item = RandomItems.Of(random);
            var posted = ItemForm.Of(item).Append(new("csrf", ["x"])).Append(new("links[9999].url", ["y"])).Append(new("links[-1].url", ["y"])).ToArray();
            random.Shuffle(posted);

            Assert.Equal(ItemTable.Serialise(item), ItemTable.Serialise(Form.Read(item.Kind, posted.ToDictionary(StringComparer.Ordinal)).Item));
        });
    }

    [Fact]
    public void Only_a_title_is_needed_for_a_draft()
    {
        foreach (var kind in ItemKinds.All)
        {
            Assert.Empty(Form.Read(kind, Fields(("title", "Nabór"))).Faults);
            Assert.Equal((FaultCode.Missing, "title"), Assert.Single(Form.Read(kind, Fields()).Faults) is var fault ? (fault.Code, fault.Field) : default);
        }
    }

    [Fact]
    public void Empty_rows_go_and_the_rest_is_numbered_as_the_faults_are()
    {
        var draft = Form.Read(ItemKind.News, Fields(
            ("title", "A"), ("links[0].url", ""), ("links[0].text", " "), ("links[3].url", "https://example.org/"), ("links[3].text", "Regulamin"), ("links[7].url", "ftp://x"), ("links[7].text", "Wzór"),
            ("translations[0].language", "en"), ("translations[0].title", ""), ("translations[1].language", "uk"), ("translations[1].title", "Набір")));

        Assert.Equal([new ItemLink("https://example.org/", "Regulamin"), new ItemLink("ftp://x", "Wzór")], draft.Item.Links);
        Assert.Equal("uk", Assert.Single(draft.Item.Translations).Language);
        var fault = Assert.Single(draft.Faults);
        Assert.Equal((FaultCode.NotAnAddress, "links[1].url", "ftp://x"), (fault.Code, fault.Field, Assert.Single(fault.Arguments).Value));
        Assert.Equal("ftp://x", Assert.Single(draft.Fields[fault.Field]));
    }

    [Theory]
    [InlineData("1 250 000,50", "1250000.50")]
    [InlineData("1\u00A0250\u00A0000,5 zł", "1250000.5")]
    [InlineData("1\u202F250\u202F000 PLN", "1250000")]
    [InlineData("1.250.000", "1250000")]
    [InlineData("1.250.000,00", "1250000.00")]
    [InlineData("1250000.50", "1250000.50")]
    [InlineData("0,99", "0.99")]
    [InlineData("100", "100")]
    [InlineData("999999999999999", "999999999999999")]
    public void An_amount_is_read_as_people_here_write_it(string text, string amount)
    {
        Assert.True(FormAmount.TryParse(text, out var read));
        Assert.Equal(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), read);
    }

    [Theory]
    [InlineData("1.250")]
    [InlineData("1,250")]
    [InlineData("1,250,000")]
    [InlineData("12 50")]
    [InlineData("1 2500")]
    [InlineData("1250,")]
    [InlineData(",50")]
    [InlineData("-5")]
    [InlineData("1e9")]
    [InlineData("dużo")]
    [InlineData("zł")]
    [InlineData("1 000.000,00")]
    [InlineData("١٢٣")]
    [InlineData("1000000000000000")]
    public void What_is_no_amount_or_may_be_two_is_a_fault_and_stays_in_the_form(string text)
    {
        Assert.False(FormAmount.TryParse(text, out _));
        var draft = Form.Read(ItemKind.Call, Fields(("title", "A"), ("budget", text)));

        var fault = Assert.Single(draft.Faults);
        Assert.Equal((FaultCode.NotAnAmount, "budget", text), (fault.Code, fault.Field, fault.Arguments[0].Value));
        Assert.Equal([text], draft.Fields["budget"]);
        Assert.Null(((Call)draft.Item).Budget);
    }

    [Fact]
    public void An_amount_that_is_written_is_read_as_the_same() => Chance.Times(2000, random =>
    {
        var amount = new decimal(random.Next(), random.Next(0x1000), 0, isNegative: false, (byte)random.Next(3));
        Assert.True(FormAmount.TryParse(FormAmount.Write(amount), out var read));
        Assert.Equal(decimal.GetBits(amount), decimal.GetBits(read));
    });

    [Theory]
    [InlineData("2027-05-31", "", "2027-05-31")]
    [InlineData("2027-05-31", "15:00", "2027-05-31T15:00")]
    [InlineData("2027-05-31T15:00", "", "2027-05-31T15:00")]
    [InlineData("2027-05-31T15:00:30", "", "2027-05-31T15:00")]
    [InlineData("2027-05-31 9:05", "", "2027-05-31T09:05")]
    [InlineData("31.05.2027", "15.00", "2027-05-31T15:00")]
    [InlineData("1.5.2027", "0:00", "2027-05-01T00:00")]
    [InlineData("2027-03-28", "03:00", "2027-03-28T03:00")]
    public void A_day_with_or_without_its_hour_is_read(string day, string hour, string moment)
    {
        var draft = Form.Read(ItemKind.Call, Fields(("title", "A"), ("closes", day), ("closes.time", hour)));

        Assert.Empty(draft.Faults);
        Assert.Equal(moment, ((Call)draft.Item).Closes?.ToString());
    }

    [Theory]
    [InlineData("jutro", "", FaultCode.NotADate, "jutro")]
    [InlineData("2027-02-29", "", FaultCode.NotADate, "2027-02-29")]
    [InlineData("0027-05-31", "", FaultCode.NotADate, "0027-05-31")]
    [InlineData("9999-12-31", "", FaultCode.NotADate, "9999-12-31")]
    [InlineData("2027-05-31", "25:00", FaultCode.NotAnHour, "25:00")]
    [InlineData("2027-05-31", "po południu", FaultCode.NotAnHour, "po południu")]
    [InlineData("", "15:00", FaultCode.HourWithoutDay, null)]
    [InlineData("2027-03-28", "02:30", FaultCode.ClockChange, "2027-03-28T02:30")]
    public void A_time_that_is_none_is_named_and_stays_in_the_form(string day, string hour, FaultCode code, string? value)
    {
        var draft = Form.Read(ItemKind.Event, Fields(("title", "A"), ("starts", day), ("starts.time", hour)));

        var fault = Assert.Single(draft.Faults);
        Assert.Equal((code, "starts", value, false), (fault.Code, fault.Field, fault.Arguments.Select(each => each.Value).SingleOrDefault(), fault.IsQuestion));
        Assert.Equal((day, hour), (draft.Fields["starts"].Single(), draft.Fields["starts.time"].Single()));
        Assert.True(((Event)draft.Item).Starts.IsNone);
    }

    [Theory]
    [InlineData("1999-12-31", "", FaultCode.UnlikelyYear)]
    [InlineData("2046-11-23", "", FaultCode.UnlikelyYear)]
    [InlineData("2062-05-31", "15:00", FaultCode.UnlikelyYear)]
    [InlineData("2027-10-31", "02:30", FaultCode.HourTwice)]
    public void A_time_that_is_hardly_meant_is_a_question(string day, string hour, FaultCode code)
    {
        var draft = Form.Read(ItemKind.Call, Fields(("title", "A"), ("closes", day), ("closes.time", hour)));

        Assert.Equal((code, true), Assert.Single(draft.Faults) is var fault ? (fault.Code, fault.IsQuestion) : default);
        Assert.NotNull(((Call)draft.Item).Closes);
    }

    [Fact]
    public void The_first_and_the_last_likely_day_are_no_question()
    {
        foreach (var day in (string[])["2000-01-01", "2046-11-22"])
            Assert.Empty(Form.Read(ItemKind.Call, Fields(("title", "A"), ("closes", day))).Faults);
    }

    [Fact]
    public void A_district_that_there_is_not_is_a_fault_with_the_one_that_may_be_meant()
    {
        var draft = Form.Read(ItemKind.News, new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["title"] = ["A"], ["districts"] = ["Stare Miasto", "stare-miasto", "rubinkow"] });

        Assert.Equal(["stare-miasto"], draft.Item.Districts);
        var fault = Assert.Single(draft.Faults);
        Assert.Equal((FaultCode.UnknownDistrict, "districts"), (fault.Code, fault.Field));
        Assert.Equal([("value", "rubinkow"), ("near", "Rubinkowo")], fault.Arguments);
    }

    [Fact]
    public void Whatever_is_posted_there_is_a_draft_and_each_fault_has_its_code_s_arguments()
    {
        var names = ItemKinds.All.SelectMany(kind => Enumerable.Range(0, 40).SelectMany(n => ItemForm.Of(RandomItems.Of(new Random(n))).Keys)).Distinct(StringComparer.Ordinal).ToArray();
        string[] values = ["", "x", "\0", "\uD800", "2027-13-45", "T", " T", "24:60", "1,", "٣", new string('a', 30_000), "https://", "<script>", "\r\r\n", "-", "pl", "links[0].url"];
        Chance.Times(1500, random =>
        {
            var posted = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            for (var count = random.Next(20); count > 0; count--) posted[random.Of<string>(names)] = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Of<string>(values))];
            var draft = Form.Read(random.Of<ItemKind>([.. ItemKinds.All]), posted);

            Assert.All(draft.Faults, fault => Assert.Equal(FaultCodes.Blanks(fault.Code), fault.Arguments.Select(argument => argument.Blank)));
            // Shown again and posted again, it says the same.
            var again = Form.Read(draft.Item.Kind, draft.Fields);
            Assert.Equal(draft.Faults.Select(fault => (fault.Field, fault.Code)), again.Faults.Select(fault => (fault.Field, fault.Code)));
        });
    }

    private static void AssertComesBack(Item item, ItemForm form)
    {
        var draft = form.Read(item.Kind, ItemForm.Of(item));

        Assert.DoesNotContain(draft.Faults, fault => !fault.IsQuestion && fault.Code is not (FaultCode.ClosesTooEarly or FaultCode.EndsTooEarly));
        Assert.Equal(ItemTable.Serialise(item), ItemTable.Serialise(draft.Item));
        Assert.Equal(ItemForm.Of(item).OrderBy(field => field.Key, StringComparer.Ordinal), draft.Fields.OrderBy(field => field.Key, StringComparer.Ordinal), SameField);
        Assert.Empty(FieldChanges.Between(item, draft.Item));
    }

    private static bool SameField(KeyValuePair<string, IReadOnlyList<string>> one, KeyValuePair<string, IReadOnlyList<string>> other) => one.Key == other.Key && one.Value.SequenceEqual(other.Value);

    private static Dictionary<string, IReadOnlyList<string>> Fields(params (string Name, string Value)[] fields) =>
        fields.ToDictionary(field => field.Name, field => (IReadOnlyList<string>)[field.Value], StringComparer.Ordinal);
}
