using Publisher.Mail.Merge;
using Publisher.Mail.Mime;

namespace Publisher.Bench;

/// <summary>The message that every contender sends, as the product would define it.</summary>
internal static class StandardDigest
{
    public const string Site = "https://news.example.test";
    public const string Subject = "Przegląd tygodnia: nabory, wydarzenia i aktualności dla społeczników";
    public const string Author = "Fundacja „Źródło”";
    public const string AuthorAddress = "biuletyn@news.example.test";
    public const string Bounces = "bounce@news.example.test";

    public const int NameSlot = 0;
    public const int UnsubscribeSlot = 1;
    public const int PreferencesSlot = 2;
    public const int WebSlot = 3;

    private static readonly string[] Tags = ["{{name}}", "{{unsubscribe_url}}", "{{preferences_url}}", "{{web_url}}"];

    public static MergeProgram Compile(string folder) => MergeProgram.Compile(new()
    {
        From = new(AuthorAddress, Author),
        Subject = MergeTemplate.Of(Subject),
        Fields =
        [
            new("List-Id", MergeTemplate.Of("<biuletyn.news.example.test>")),
            new("List-Unsubscribe", new MergeTemplateBuilder().Text("<").Slot(UnsubscribeSlot, SlotEscape.Url).Text(">").Build()),
            new("List-Unsubscribe-Post", MergeTemplate.Of("List-Unsubscribe=One-Click")),
        ],
        Text = Template(File.ReadAllText(Path.Combine(folder, "digest.txt"))),
        Html = Template(File.ReadAllText(Path.Combine(folder, "digest.html"))),
    });

    private static MergeTemplate Template(string text)
    {
        var builder = new MergeTemplateBuilder();
        for (int at; (at = text.IndexOf("{{", StringComparison.Ordinal)) >= 0;)
        {
            var slot = Array.FindIndex(Tags, tag => text.AsSpan(at).StartsWith(tag, StringComparison.Ordinal));
            if (slot < 0) throw new FormatException("The template has a tag that is not known.");
            builder.Text(text[..at]).Slot(slot, slot == NameSlot ? SlotEscape.Text : SlotEscape.Url);
            text = text[(at + Tags[slot].Length)..];
        }
        return builder.Text(text).Build();
    }
}
