using System.Text.Json.Nodes;
using Publisher.App.Local;
using Publisher.Testing;

namespace Publisher.App.Tests.Local;

public sealed class PayloadTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 8, 10, 5, 0, 30, TimeSpan.Zero);
    private static readonly DateTimeOffset Ten = new(2026, 1, 8, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimerTrigger Timer = new("timer", TimerSchedule.TryParse("0 */5 * * * *")!, RunOnStartup: false);
    private static readonly QueueTrigger Queue = new("msg", "batches");

    [Fact]
    public void A_timer_payload_is_the_hosts()
    {
        var json = New().ForTimer("Tick", Timer, new ScheduleStatus(Ten, Ten.AddMinutes(5), Ten), isPastDue: false);

        var guid = JsonNode.Parse(json)!["Metadata"]!["sys"]!["RandGuid"]!.GetValue<string>();
        Assert.True(Guid.TryParseExact(guid, "D", out _));
        Assert.Equal(
            """{"Data":{"timer":{"Schedule":{"AdjustForDST":true},"ScheduleStatus":{"Last":"2026-01-08T10:00:00+00:00","Next":"2026-01-08T10:05:00+00:00","LastUpdated":"2026-01-08T10:00:00+00:00"},"IsPastDue":false}},"Metadata":{"sys":{"MethodName":"Tick","UtcNow":"2026-01-08T10:05:00.03Z","RandGuid":"GUID"}}}""".Replace("GUID", guid, StringComparison.Ordinal),
            json);
    }

    [Fact]
    public void The_first_run_ever_has_the_first_day_of_the_calendar_as_its_last()
    {
        var timer = JsonNode.Parse(New().ForTimer("Tick", Timer, ScheduleStatus.First(Timer.Schedule, Ten), isPastDue: true))!["Data"]!["timer"]!;

        Assert.Equal("0001-01-01T00:00:00", timer["ScheduleStatus"]!["Last"]!.GetValue<string>());
        Assert.Equal("2026-01-08T10:05:00+00:00", timer["ScheduleStatus"]!["Next"]!.GetValue<string>());
        Assert.True(timer["IsPastDue"]!.GetValue<bool>());
    }

    [Fact]
    public void A_status_can_be_null() =>
        Assert.Contains("\"ScheduleStatus\":null,", New().ForTimer("Tick", Timer, status: null, isPastDue: false), StringComparison.Ordinal);

    [Fact]
    public void A_queue_payload_is_the_hosts()
    {
        var json = New().ForQueue("SendBatch", Queue, Message("""{"name":"SendBatch","version":1}"""));

        var guid = JsonNode.Parse(json)!["Metadata"]!["sys"]!["RandGuid"]!.GetValue<string>();
        var expected = JsonNode.Parse("""
            {"Data":{"msg":"\"{\\\"name\\\":\\\"SendBatch\\\",\\\"version\\\":1}\""},
             "Metadata":{"DequeueCount":"1","Id":"\"800ae4b3-bdd2-4c08-badd-f08e5a34b865\"","InsertionTime":"2026-01-08T10:00:00+00:00","ExpirationTime":"2026-01-15T10:00:00+00:00",
               "NextVisibleTime":"2026-01-08T10:10:00+00:00","PopReceipt":"\"AgAAAAMAAAAAAAAA\"","sys":{"MethodName":"SendBatch","UtcNow":"2026-01-08T10:05:00.03Z","RandGuid":"GUID"},"name":"\"SendBatch\"","version":"\"1\""}}
            """.Replace("GUID", guid, StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(json)), json);
    }

    [Theory]
    [InlineData("plain words")]
    [InlineData("zażółć \"gęślą\" jaźń \\ \n\t \u0001 🦉")]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("{ \"a\": 1, \"a\": 2 }")]
    [InlineData("{ broken")]
    public void A_message_parsed_twice_is_the_text_that_was_sent(string text)
    {
        var payload = JsonNode.Parse(New().ForQueue("Work", Queue, Message(text)))!;

        Assert.Equal(text, JsonNode.Parse(payload["Data"]!["msg"]!.GetValue<string>())!.GetValue<string>());
        Assert.Equal(7, payload["Metadata"]!.AsObject().Count);
    }

    [Fact]
    public void The_members_of_a_message_lie_over_the_metadata_whatever_their_case()
    {
        var metadata = JsonNode.Parse(New().ForQueue("Work", Queue, Message("""{"id":"mine","dequeueCount":7,"yes":true,"no":false,"nothing":null,"list":[1],"nested":{"a":[1]}}""")))!["Metadata"]!.AsObject();

        Assert.Equal("\"mine\"", metadata["Id"]!.GetValue<string>());
        Assert.Equal("\"7\"", metadata["DequeueCount"]!.GetValue<string>());
        Assert.Equal("\"True\"", metadata["yes"]!.GetValue<string>());
        Assert.Equal("\"False\"", metadata["no"]!.GetValue<string>());
        Assert.Equal("""{"a":[1]}""", metadata["nested"]!.ToJsonString());
        Assert.False(metadata.ContainsKey("id") || metadata.ContainsKey("nothing") || metadata.ContainsKey("list"));
    }

    [Fact]
    public void The_same_chance_gives_the_same_payload() =>
        Assert.Equal(New().ForQueue("Work", Queue, Message("x")), New().ForQueue("Work", Queue, Message("x")));

    private static Payload New() => new(new ManualTime(Now), new Random(1));

    private static QueueDelivery Message(string text) =>
        new("800ae4b3-bdd2-4c08-badd-f08e5a34b865", text, 1, Ten, Ten.AddDays(7), Ten.AddMinutes(10), "AgAAAAMAAAAAAAAA");
}
