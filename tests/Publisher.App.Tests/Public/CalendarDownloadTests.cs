using System.Net;
using Publisher.App.Tests.Staff;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Testing;

namespace Publisher.App.Tests.Public;

public sealed class CalendarDownloadTests(LocalProduct product) : IClassFixture<LocalProduct>
{
    private const string Call = "/calendar/call/drugi-nabor-2023";

    [Theory]
    [InlineData("")]
    [InlineData(".ics")]
    [InlineData(".ICS")]
    public async Task A_published_item_is_a_file_for_a_calendar(string ending)
    {
        var answer = await product.Client.GetAsync(Call + ending);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar; charset=utf-8; method=PUBLISH", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("attachment; filename=call-drugi-nabor-2023.ics; filename*=UTF-8''call-drugi-nabor-2023.ics", answer.Content.Headers.ContentDisposition!.ToString());
        Assert.Equal((true, TimeSpan.FromMinutes(5)), (answer.Headers.CacheControl!.Public, answer.Headers.CacheControl.MaxAge));
        Assert.StartsWith("BEGIN:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nUID:call-drugi-nabor-2023@example.org\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\r\nDTSTART;TZID=Europe/Warsaw:20230531T150000\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_that_mails_name_is_the_one_that_answers()
    {
        var sender = product.Get<Sender>() with { PublicUrl = "" };

        foreach (var url in (string[])[sender.CalendarUrl(new ItemRef(ItemKind.Call, "drugi-nabor-2023")), sender.CalendarUrl(new ItemRef(ItemKind.Call, "drugi-nabor-2023"), "pl")])
            Assert.Equal(HttpStatusCode.OK, (await product.Client.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task A_call_without_its_body_says_the_same_and_what_has_not_changed_is_not_sent_again()
    {
        var whole = await product.Client.GetAsync(Call);
        var head = await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Call));
        var again = new HttpRequestMessage(HttpMethod.Get, Call);
        again.Headers.IfNoneMatch.Add(whole.Headers.ETag!);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentLength, head.Content.Headers.ContentLength);
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(whole.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, (await product.Client.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task What_is_withdrawn_takes_itself_out_of_the_calendars_that_have_it()
    {
        var item = Some.Event("odwolane", "2023-06-01T10:00");
        await SaveAsync(item);
        var before = await product.Client.GetStringAsync("/calendar/event/odwolane");
        await SaveAsync(item with { Status = ItemStatus.Withdrawn });

        var answer = await product.Client.GetAsync("/calendar/event/odwolane");
        var after = await answer.Content.ReadAsStringAsync();

        Assert.Contains("\r\nSEQUENCE:0\r\nSTATUS:CONFIRMED\r\n", before, StringComparison.Ordinal);
        Assert.Equal("text/calendar; charset=utf-8; method=CANCEL", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("\r\nMETHOD:CANCEL\r\n", after, StringComparison.Ordinal);
        Assert.Contains("\r\nSEQUENCE:1\r\nSTATUS:CANCELLED\r\n", after, StringComparison.Ordinal);
        Assert.Contains("\r\nUID:event-odwolane@example.org\r\n", before, StringComparison.Ordinal);
        Assert.Contains("\r\nUID:event-odwolane@example.org\r\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_in_the_language_asked_for_where_there_are_words_in_it_and_else_in_the_items_own()
    {
        await SaveAsync(Some.Event("po-angielsku", "2023-06-01") with { Language = "en", Translations = [new ItemText("pl", "Po polsku", "Opis.", "")] });

        Assert.Contains("SUMMARY;LANGUAGE=pl:Po polsku", await product.Client.GetStringAsync("/calendar/event/po-angielsku?lang=pl"), StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20230601", await product.Client.GetStringAsync("/calendar/event/po-angielsku?lang=x%0d%0ay"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_may_see_or_has_no_date_is_the_page_that_says_so()
    {
        await SaveAsync(Some.Event("szkic", "2023-06-01") with { Status = ItemStatus.Draft });
        await SaveAsync(Some.Event("nigdy", "2023-06-01") with { Status = ItemStatus.Draft });
        await SaveAsync(Some.Event("nigdy", "2023-06-01") with { Status = ItemStatus.Withdrawn });
        await SaveAsync(Some.Call("bez-terminu"));

        foreach (var path in (string[])
            ["event/szkic", "event/nigdy", "call/bez-terminu", "news/szkolimy-ngo", "call/nobody-wrote-it", "call/..%2f..%2fetc", "Call/drugi-nabor-2023", "edition/x", "call/.ics", "call/drugi-nabor-2023.ics.ics"])
        {
            var answer = await product.Client.GetAsync("/calendar/" + path);

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("<h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await product.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/calendar/" + path))).StatusCode);
        }
    }

    private Task SaveAsync(Item item) => product.Get<Items>().SaveAsync(item, CancellationToken.None);
}
