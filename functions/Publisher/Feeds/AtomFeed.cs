using System.Text;
using System.Xml;
using NodaTime.Text;

namespace Publisher.Feeds;

/// <summary>A feed as Atom (RFC 4287).</summary>
internal static class AtomFeed
{
    public const string MediaType = "application/atom+xml";

    private const string Namespace = "http://www.w3.org/2005/Atom";

    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static byte[] Write(FeedDocument feed)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("feed", Namespace);
            Language(xml, feed.Language);
            Text(xml, "id", feed.Id);
            Text(xml, "title", feed.Title);
            Text(xml, "subtitle", feed.Subtitle);
            Text(xml, "updated", InstantPattern.General.Format(feed.Updated));
            Link(xml, "self", feed.SelfUrl, MediaType);
            Link(xml, "alternate", feed.HomeUrl, "text/html");
            // RFC 4287 §4.1.1: whoever is no author of an entry is the author of them all.
            xml.WriteStartElement("author", Namespace);
            Text(xml, "name", feed.Author);
            xml.WriteEndElement();
            Text(xml, "generator", "Publisher");
            foreach (var entry in feed.Entries) Write(xml, feed, entry);
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void Write(XmlWriter xml, FeedDocument feed, FeedEntry entry)
    {
        xml.WriteStartElement("entry", Namespace);
        Language(xml, entry.Language);
        Text(xml, "id", entry.Id);
        Text(xml, "title", entry.Title);
        Link(xml, "alternate", entry.Url, "");
        Text(xml, "published", InstantPattern.General.Format(entry.Published));
        Text(xml, "updated", InstantPattern.General.Format(entry.Updated));
        foreach (var category in entry.Categories)
        {
            xml.WriteStartElement("category", Namespace);
            xml.WriteAttributeString("term", FeedText.Line(category.Term));
            xml.WriteAttributeString("label", FeedText.Line(category.Label));
            xml.WriteEndElement();
        }

        Text(xml, "summary", entry.Summary);
        xml.WriteStartElement("content", Namespace);
        // Its labels are the feed's words; what is in another language says so inside.
        Language(xml, feed.Language);
        xml.WriteAttributeString("type", "html");
        xml.WriteString(FeedText.Clean(entry.Html));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Language(XmlWriter xml, string language) => xml.WriteAttributeString("xml", "lang", null, language);

    private static void Text(XmlWriter xml, string element, string text) => xml.WriteElementString(element, Namespace, FeedText.Line(text));

    private static void Link(XmlWriter xml, string rel, string href, string type)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", rel);
        if (type.Length > 0) xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", href);
        xml.WriteEndElement();
    }
}
