using System.Text;
using Publisher.Content;
using Publisher.Content.Import;

namespace Publisher.Tests.Content;

public sealed class ContentFileTests
{
    private static readonly Districts Places = Districts.Parse("Rubinkowo, Stare Miasto, Grębocin Nad Strugą", []);

    [Fact]
    public void Every_fault_of_a_file_is_named_by_line_and_field()
    {
        var faults = Refused("""
            {"items": [
              {"kind": "call", "id": "a", "title": "A", "sumary": "x", "summary": "s"},
              {"kind": "event", "id": "b", "title": 7, "summary": "s",
               "starts": "9 May 2023"},
              {"kind": "news", "id": "c", "title": "C", "summary": "s",
               "districts": ["Rubinkow"]},
              {"kind": "concert", "id": "d", "title": "D", "summary": "s"}
            ]}
            """);

        Assert.Contains(faults, fault => fault is { Line: 2, Field: "items[0].sumary" } && fault.Text.Contains("did you mean „summary”?", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 3, Field: "items[1].title" } && fault.Text.Contains("must be text in quotes, not a number", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 4, Field: "items[1].starts" } && fault.Text.Contains("„9 May 2023” is not a day", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 6, Field: "items[2].districts" } && fault.Text.Contains("did you mean „Rubinkowo”?", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault is { Line: 7, Field: "items[3].kind" } && fault.Text.Contains("call, event or news", StringComparison.Ordinal));
        Assert.Equal(faults.OrderBy(fault => fault.Line), faults);
    }

    [Theory]
    [InlineData("\"budget\": \"1000\"", "budget", "must be a number, not text")]
    [InlineData("\"budget\": 0", "budget", "more than 0")]
    [InlineData("\"budget\": 1e300", "budget", "a number too large")]
    [InlineData("\"budget\": 100000000001", "budget", "more than 0")]
    [InlineData("\"budget\": true", "budget", "not true or false")]
    [InlineData("\"links\": {}", "links", "must be a list in square brackets, not an object")]
    [InlineData("\"links\": [\"x\"]", "links[0]", "must be an object in braces, not text")]
    [InlineData("\"links\": [{\"url\": \"javascript:alert(1)\", \"text\": \"t\"}]", "links[0].url", "is not a full web address")]
    [InlineData("\"links\": [{\"url\": \"//example.org\", \"text\": \"t\"}]", "links[0].url", "is not a full web address")]
    [InlineData("\"links\": [{\"url\": \"https://u:p@example.org\", \"text\": \"t\"}]", "links[0].url", "is not a full web address")]
    [InlineData("\"links\": [{\"url\": \"https://example.org\"}]", "links[0].text", "is missing")]
    [InlineData("\"image\": {\"url\": \"http://example.org/a.png\", \"alt\": \"a\"}", "image.url", "from its https:// on")]
    [InlineData("\"image\": {\"url\": \"https://example.org/a.png\"}", "image.alt", "is missing")]
    [InlineData("\"opens\": \"2023-02-30\"", "opens", "is not a day")]
    [InlineData("\"closes\": \"9999-12-31\"", "closes", "is not a day")]
    [InlineData("\"closes\": \"-0044-03-15\"", "closes", "is not a day")]
    [InlineData("\"opens\": \"2023-05-02\", \"closes\": \"2023-05-01\"", "closes", "is not after the opening")]
    [InlineData("\"number\": \"1\\n2\"", "number", "control character")]
    [InlineData("\"body\": \"a\\u0000b\"", "body", "control character")]
    [InlineData("\"language\": \"polski\"", "language", "write its two letters")]
    [InlineData("\"status\": \"live\"", "status", "draft, published or withdrawn")]
    [InlineData("\"topics\": [\"\"]", "topics[0]", "not empty text")]
    [InlineData("\"topics\": null", "topics", "not null")]
    [InlineData("\"number\": \"1\", \"number\": \"2\"", "number", "is there twice")]
    public void A_wrong_field_is_refused_with_what_would_be_right(string member, string field, string sentence)
    {
        var faults = Refused($"{{\"items\": [\n{{\"kind\": \"call\", \"id\": \"a\", \"title\": \"A\", \"summary\": \"s\",\n{member}}}]}}");

        Assert.Contains(faults, fault => fault.Field == $"items[0].{field}" && fault.Line == 3 && fault.Text.Contains(sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("title", ItemRules.MaxTitle)]
    [InlineData("summary", ItemRules.MaxSummary)]
    [InlineData("body", ItemRules.MaxBody)]
    public void A_text_may_have_its_most_characters_and_not_one_more(string field, int most)
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "news", ["id"] = "a", ["title"] = "A", ["summary"] = "s" };
        members[field] = new string('ż', most);
        Assert.Single(Read(File(members)));
        members[field] += 'ż';
        Assert.Equal($"items[0].{field}", Assert.Single(Refused(File(members))).Field);
    }

    [Fact]
    public void An_item_too_large_for_its_row_is_refused()
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "news", ["id"] = "a", ["title"] = "A", ["summary"] = "s", ["body"] = new string('"', ItemRules.MaxBody) };

        Assert.Contains("is too large", Assert.Single(Refused(File(members))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_item_twice_in_a_file_is_a_fault_at_the_second()
    {
        var fault = Assert.Single(Refused("""
            {"items": [
              {"kind": "news", "id": "a", "title": "A", "summary": "s"},
              {"kind": "event", "id": "a", "title": "A", "summary": "s", "starts": "2023-05-09"},
              {"kind": "news", "id": "a", "title": "A", "summary": "s"}
            ]}
            """));

        Assert.Equal((4, "items[2].id"), (fault.Line, fault.Field));
    }

    [Theory]
    [InlineData("", 1, "is not JSON")]
    [InlineData("[]", 1, "must be an object")]
    [InlineData("{}", 1, "is missing or empty")]
    [InlineData("{\"items\": []}", 1, "is missing or empty")]
    [InlineData("{\n\"items\": [\n{,}\n]}", 3, "is not JSON")]
    [InlineData("{\"items\": []}\n{}", 2, "is not JSON")]
    [InlineData("{\n\"items\": \"\\ud800\"}", 2, "is not UTF-8")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", 1, "is not JSON")]
    public void A_file_that_cannot_be_read_names_the_line(string text, int line, string sentence)
    {
        var fault = Assert.Single(Refused(text));

        Assert.Equal(line, fault.Line);
        Assert.Contains(sentence, fault.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_and_comments_are_passed_over()
    {
        const string Text = "// ours\n{\"items\": [{\"kind\": \"event\", \"id\": \"a\", \"title\": \" A \", \"summary\": \"s\", \"starts\": \"2023-05-09T10:00\", \"districts\": [\"rubinkowo\", \"Rubinkowo\"]}]}";

        var item = Assert.IsType<Event>(Assert.Single(ContentFile.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)], Places, Some.Zone)));

        Assert.Equal(("A", Some.Moment("2023-05-09T10:00")), (item.Title, item.Starts));
        Assert.Equal(["rubinkowo"], item.Districts);
    }

    [Fact]
    public void Whatever_the_bytes_a_file_is_read_or_refused_in_sentences()
    {
        var sample = System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "samples", "torun", "content.json"));
        Chance.Times(1500, random =>
        {
            var bytes = random.Next(4) == 0 ? random.Bytes(200) : Mutate(sample, random);
            try
            {
                Assert.NotEmpty(ContentFile.Read(bytes, Places, Some.Zone));
            }
            catch (RefusedException refused)
            {
                Assert.All(refused.Faults, fault => Assert.InRange(fault.Line!.Value, 1, bytes.Count(octet => octet == '\n') + 1));
                Assert.NotEmpty(refused.Faults);
            }
        });
    }

    internal static byte[] Mutate(byte[] sample, Random random)
    {
        var bytes = sample.ToList();
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(random.Of("\"", "{", "}", "]", ",", "\\u0000", "1e999", "null", "\n", "\uE000", "9999-12-31"))); break;
                default: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), random.Next(bytes.Count / 4 + 1))); break;
            }

            if (bytes.Count == 0) bytes.Add((byte)'{');
        }

        return [.. bytes];
    }

    private static string File(Dictionary<string, string> members) =>
        System.Text.Json.JsonSerializer.Serialize(new { items = new[] { members } });

    private static IReadOnlyList<Item> Read(string text) => ContentFile.Read(Encoding.UTF8.GetBytes(text), Places, Some.Zone);

    private static IReadOnlyList<Fault> Refused(string text) => Assert.Throws<RefusedException>(() => Read(text)).Faults;
}
