using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using NodaTime.Text;

namespace Publisher.Feeds;

/// <summary>A feed as JSON Feed 1.1 (jsonfeed.org/version/1.1).</summary>
internal static class JsonFeed
{
    public const string MediaType = "application/feed+json";

    // Letters of every language as they are; what a page could take for markup is escaped.
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static byte[] Write(FeedDocument feed)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("version", "https://jsonfeed.org/version/1.1");
            json.WriteString("title", FeedText.Line(feed.Title));
            json.WriteString("description", FeedText.Line(feed.Subtitle));
            json.WriteString("home_page_url", feed.HomeUrl);
            json.WriteString("feed_url", feed.SelfUrl);
            json.WriteString("language", feed.Language);
            json.WriteStartArray("authors");
            json.WriteStartObject();
            json.WriteString("name", FeedText.Line(feed.Author));
            json.WriteString("url", feed.HomeUrl);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteStartArray("items");
            foreach (var entry in feed.Entries) Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, FeedEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("url", entry.Url);
        json.WriteString("title", FeedText.Line(entry.Title));
        json.WriteString("summary", FeedText.Line(entry.Summary));
        json.WriteString("content_html", FeedText.Clean(entry.Html));
        if (entry.Picture.Length > 0) json.WriteString("image", entry.Picture);
        json.WriteString("date_published", InstantPattern.General.Format(entry.Published));
        json.WriteString("date_modified", InstantPattern.General.Format(entry.Updated));
        json.WriteString("language", entry.Language);
        json.WriteStartArray("tags");
        foreach (var category in entry.Categories) json.WriteStringValue(FeedText.Line(category.Label));
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
