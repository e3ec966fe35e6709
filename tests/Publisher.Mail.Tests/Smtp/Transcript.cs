using Publisher.Mail.Smtp;
using Publisher.Mail.Tests.Transport;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>Plays transcripts whole, by line and octet by octet.</summary>
internal static class Transcript
{
    public const string Hello = """
        S: 220 mx.example.test ESMTP
        C: EHLO localhost
        S: 250-mx.example.test
        S: 250-PIPELINING
        S: 250 8BITMIME

        """;

    public const string PlainHello = """
        S: 220 mx.example.test
        C: EHLO localhost
        S: 502 5.5.1 What?
        C: HELO localhost
        S: 250 mx.example.test

        """;

    /// <summary>What follows an envelope that is accepted, and a content that is.</summary>
    public const string Good = """
        S: 250 2.1.0 Ok
        S: 250 2.1.5 Ok
        S: 354 Go
        C.
        S: 250 2.0.0 Ok

        """;

    public const string Quit = """
        C: QUIT
        S: 221 Bye

        """;

    public static string Envelope(int n) => $"""
        C: MAIL FROM:<bounce@example.test>
        C: RCPT TO:<to{n}@example.test>
        C: DATA

        """;

    /// <summary>An EHLO and its reply.</summary>
    public static string Offers(params string[] offers) =>
        "C: EHLO localhost\nS: 250-mx.example.test\n" + string.Join('\n', offers.Select((o, i) => $"S: 250{(i + 1 < offers.Length ? '-' : ' ')}{o}")) + "\n";

    /// <summary>Plays in all three cuts; outcomes must be the same in each.</summary>
    public static async Task<IDictionary<int, DeliveryOutcome>> PlayAsync(Func<int, SmtpSettings> settings, Func<ListSource> source, params string[] transcripts)
    {
        IDictionary<int, DeliveryOutcome>? first = null;
        foreach (var cut in Enum.GetValues<Cut>())
        {
            await using var server = new ScriptedServer(transcripts, cut);
            var messages = source();
            await using (var transport = new SmtpTransport(settings(server.Port)))
                await transport.DeliverAsync(messages, default);
            await server.PlayedAsync();
            first ??= messages.Outcomes;
            Assert.Equal(Known(first), Known(messages.Outcomes));
        }
        return first!;
    }

    private static IEnumerable<object> Known(IDictionary<int, DeliveryOutcome> outcomes) =>
        outcomes.OrderBy(o => o.Key).Select(o => (object)(o.Key, o.Value.Status, o.Value.Reason, o.Value.ReplyCode, o.Value.Enhanced));
}
