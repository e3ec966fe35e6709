using Publisher.Content;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Rendering;

namespace Publisher.Editions;

/// <summary>In whose name editions are sent, and where their links lead. From settings.</summary>
/// <param name="PublicUrl">Of this installation, without a slash at its end.</param>
public sealed record Sender(Mailbox From, Mailbox? ReplyTo, string PublicUrl)
{
    private const string CalendarFile = "calendar.ics";

    public string ArchiveUrl(string edition) => $"{PublicUrl}/archive/{edition}";

    /// <summary>A door of an edition's link: <see cref="LinkDoors"/>.</summary>
    public string DoorUrl(string edition, ItemRef item, string url) => $"{PublicUrl}/r/{edition}/{item}/{LinkDoors.KeyOf(url, ArchiveUrl(edition))}";

    public string PreferencesUrl(string token) => $"{PublicUrl}/preferences/{token}";

    /// <param name="language">Two letters; empty for the item's own.</param>
    public string CalendarUrl(ItemRef item, string language = "") => $"{PublicUrl}/calendar/{item}.ics{(language.Length > 0 ? $"?lang={language}" : "")}";

    public string ConfirmUrl(string token) => $"{PublicUrl}/confirm/{token}";

    /// <summary>Behind a link about a change of address: shows how to call it off.</summary>
    public const string CancelMove = "cancel=1";

    public string MoveUrl(string token) => $"{PublicUrl}/move/{token}";

    public string SubscribeUrl => $"{PublicUrl}/subscribe";

    public string UnsubscribeUrl(string token) => $"{PublicUrl}/unsubscribe/{token}";

    /// <summary>The domain of the sending address: right of the @ in Message-IDs, too.</summary>
    public string Domain => From.Address[(From.Address.LastIndexOf('@') + 1)..];

    /// <summary>The message of a rendered edition: its header fields, its two bodies.</summary>
    public MergeProgram Compile(RenderedDigest rendered, string digest) => MergeProgram.Compile(new MessageDefinition
    {
        From = From,
        ReplyTo = ReplyTo,
        Subject = rendered.Subject,
        Text = rendered.Text,
        Html = rendered.Html,
        TextAttachments = rendered.Dated.Count == 0
            ? []
            : [new(CalendarFile, $"text/calendar; method={CalendarText.Publish}", rendered.Calendar, MergeCondition.AnyOf([.. rendered.Dated]))],
        Fields =
        [
            // RFC 2919: names the list for ever, whatever the subject says.
            new("List-Id", new MergeTemplateBuilder().Text($"<{digest}.{Domain}>").Build()),
            // RFC 8058 §3.1: both fields together make the one-click button.
            new("List-Unsubscribe", new MergeTemplateBuilder().Text("<").Slot((int)DigestSlot.Unsubscribe, SlotEscape.Url).Text(">").Build()),
            new("List-Unsubscribe-Post", new MergeTemplateBuilder().Text("List-Unsubscribe=One-Click").Build()),
        ],
    });
}
