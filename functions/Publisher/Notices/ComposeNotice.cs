using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Publisher.Alerts;
using Publisher.Editions;
using Publisher.Mail.Mime;
using Publisher.Rendering;
using Publisher.Subscribers;

namespace Publisher.Notices;

/// <summary>
/// Writes a notice in its reader's language. Nothing in it is what somebody typed into a form, the name neither: who signs up a stranger must
/// not get a word of their own into the stranger's mailbox.
/// </summary>
public sealed class ComposeNotice(Templates templates, Organisation organisation, Look look, Sender sender, LinkTokens tokens, DateTimeZone zone)
{
    public Message Compose(Notice notice, Subscriber reader, Instant now)
    {
        return Compose(notice, Model(notice.Kind, reader, now), reader.Language, new Mailbox(reader.Address), now);
    }

    /// <summary>The same to one of the staff, in the organisation's own language.</summary>
    public Message Compose(Notice notice, Alert alert, Mailbox reader, Instant now)
    {
        var strings = templates.StringsFor(Organisation.Language);
        var model = BrandModel.Of(organisation, look);
        (string, string)[] values = alert.Day is { } day ? [.. alert.Values, ("date", new Words(strings, zone).Date(day))] : [.. alert.Values];
        model["lang"] = strings.Language;
        model["subject"] = strings.Fill($"alert{alert.Words}Subject", values);
        model["text"] = strings[$"alert{alert.Words}Text"];
        // Titles and networks' own words may be among them.
        model["details"] = alert.Details.Select(detail => (object)Markers.Clean(detail)).ToList();
        return Compose(notice, model, strings.Language, reader, now);
    }

    private Message Compose(Notice notice, Dictionary<string, object?> model, string language, Mailbox to, Instant now)
    {
        var name = $"notices/{notice.Kind.ToString().ToLowerInvariant()}";
        return new Message
        {
            From = sender.From,
            To = to,
            ReplyTo = sender.ReplyTo,
            Subject = templates.Render($"{name}.subject", language, model).Trim(),
            Date = now.InZone(zone).ToDateTimeOffset(),
            MessageId = MessageId(notice),
            // RFC 3834 §5: nobody's holiday reply is wanted.
            Fields = [new MessageField("Auto-Submitted", "auto-generated")],
            Text = [Lines(templates.Render($"{name}.txt", language, model))],
            Html = [Lines(templates.Render($"{name}.html", language, model))],
        };
    }

    private Dictionary<string, object?> Model(NoticeKind kind, Subscriber reader, Instant now)
    {
        var strings = templates.StringsFor(reader.Language);
        var model = BrandModel.Of(organisation, look);
        model["lang"] = strings.Language;
        switch (kind)
        {
            case NoticeKind.Confirm:
                model["link"] = sender.ConfirmUrl(tokens.Create(LinkPurpose.Confirm, reader.Key, now));
                model["until"] = Until(strings, now, LinkTokens.ConfirmDays);
                break;
            case NoticeKind.Subscribed:
                model["link"] = sender.PreferencesUrl(tokens.Create(LinkPurpose.Preferences, reader.Key));
                model["unsubscribe"] = sender.UnsubscribeUrl(tokens.Create(LinkPurpose.Unsubscribe, reader.Key));
                break;
            default:
                SetMove(model, strings, kind == NoticeKind.MoveOld ? MoveSide.Old : MoveSide.New, reader);
                break;
        }

        model["asked"] = strings.Fill($"notice{kind}Asked", ("organisation", organisation.Name));
        model["subject"] = strings.Fill($"notice{kind}Subject", ("organisation", organisation.Name));
        return model;
    }

    /// <summary>Neither mailbox is told the other's address: one of the two may be a stranger's. The old one, whose owner decides, sees enough of the new to know it by.</summary>
    private void SetMove(Dictionary<string, object?> model, Strings strings, MoveSide side, Subscriber reader)
    {
        var move = reader.Move!;
        var link = sender.MoveUrl(tokens.CreateMove(side, reader.Key, SubscriberKey.Of(move.To), move.Asked));
        model["link"] = link;
        model["until"] = Until(strings, move.Asked, LinkTokens.MoveDays);
        if (side != MoveSide.Old) return;
        model["to"] = strings.Fill("noticeMoveTo", ("address", move.To.Masked));
        model["cancel"] = $"{link}?{Sender.CancelMove}";
    }

    private string Until(Strings strings, Instant issued, int days) => strings.Fill("noticeUntil", ("date", new Words(strings, zone).Date(issued.InUtc().Date.PlusDays(days))));

    /// <summary>A notice that is sent again because its first try's outcome was lost is shown once (RFC 5322 §3.6.4).</summary>
    private string MessageId(Notice notice)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"notice\n{notice.Kind}\n{LocalDatePattern.Iso.Format(notice.Day)}\n{notice.Subscriber}"));
        return $"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@{sender.Domain}";
    }

    private static string Lines(string text) => text.Trim().ReplaceLineEndings("\r\n") + "\r\n";
}
