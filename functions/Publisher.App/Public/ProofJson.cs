using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>All that is kept about a subscriber as JSON: the keys and times as they are stored.</summary>
public static class ProofJson
{
    // As people read it: the file is shown by no browser as a page, so no letter needs hiding.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(SubscriberProof proof)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("made", Text(proof.Made));
            Write(json, proof.Subscriber);
            json.WriteStartArray("history");
            foreach (var entry in proof.History)
            {
                json.WriteStartObject();
                json.WriteString("at", Text(entry.At));
                json.WriteString("event", entry.Event.ToString());
                json.WriteString("channel", entry.Channel);
                json.WriteString("wording", entry.Wording);
                json.WriteString("detail", entry.Detail);
                json.WriteString("network", entry.Network);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Write(json, proof.Suppression, proof.Feedback);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Subscriber subscriber)
    {
        json.WriteStartObject("subscriber");
        json.WriteString("key", subscriber.Key.Hex);
        json.WriteString("address", subscriber.Address);
        json.WriteString("name", subscriber.Name);
        json.WriteString("language", subscriber.Language);
        json.WriteString("status", subscriber.Status.ToString());
        List(json, "kinds", subscriber.Interests.Kinds.Select(kind => kind.Key()));
        List(json, "districts", subscriber.Interests.Districts);
        List(json, "topics", subscriber.Interests.Topics);
        json.WriteString("role", subscriber.Role?.Key());
        json.WriteBoolean("deadlines", subscriber.Interests.Deadlines);
        json.WriteString("rhythm", RhythmText.Write(subscriber.Rhythm));
        json.WriteStartArray("rhythmBefore");
        foreach (var past in subscriber.Rhythm.Past)
        {
            json.WriteStartObject();
            json.WriteString("rhythm", RhythmText.Write(new RhythmChoice(past.Calls, past.Rest)));
            json.WriteString("until", Text(past.Until));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("source", subscriber.Source);
        json.WriteString("since", Text(subscriber.Since));
        json.WriteString("asked", subscriber.Asked is { } asked ? Text(asked) : null);
        json.WriteString("pausedUntil", subscriber.PausedUntil is { } day ? LocalDatePattern.Iso.Format(day) : null);
        List(json, "followedCalls", subscriber.Calls.Followed);
        List(json, "leftCalls", subscriber.Calls.Left);
        Write(json, subscriber.Move);
        List(json, "earlierKeys", subscriber.MovedFrom.Select(key => key.Hex));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, AddressMove? move)
    {
        if (move is null)
        {
            json.WriteNull("addressChange");
            return;
        }

        json.WriteStartObject("addressChange");
        json.WriteString("to", move.To.Mailbox);
        json.WriteString("asked", Text(move.Asked));
        json.WriteBoolean("oldAgreed", move.OldAgreed);
        json.WriteBoolean("newAgreed", move.NewAgreed);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Suppression? suppression, IReadOnlyList<FeedbackEntry> feedback)
    {
        if (suppression is null) json.WriteNull("suppression");
        else
        {
            json.WriteStartObject("suppression");
            json.WriteString("reason", suppression.Reason);
            json.WriteString("since", Text(suppression.Since));
            json.WriteEndObject();
        }

        json.WriteStartArray("feedback");
        foreach (var entry in feedback)
        {
            json.WriteStartObject();
            json.WriteString("at", Text(entry.At));
            json.WriteString("kind", entry.Kind.ToString());
            json.WriteString("source", entry.Source);
            json.WriteString("detail", entry.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static string Text(Instant at) => InstantPattern.ExtendedIso.Format(at);
}
