using NodaTime;
using NodaTime.Text;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Mail.Transport;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;
using static Publisher.App.Public.PageModel;

namespace Publisher.App.Public;

/// <summary>What is kept about a subscriber, in the words of one language, as the template <c>web/data</c> shows it.</summary>
public sealed class ProofModel(Strings strings, Districts districts, RhythmOffer rhythms, DateTimeZone zone)
{
    private readonly Words words = new(strings, zone);

    public Dictionary<string, object?> Of(SubscriberProof proof)
    {
        var person = proof.Subscriber;
        return Map(
            ("made", strings.Fill("dataMade", ("moment", Moment(proof.Made)))),
            ("facts", (List<object>)
            [
                Fact("dataAddress", person.Address),
                Fact("dataName", person.Name.Length > 0 ? person.Name : strings["dataNone"]),
                Fact("dataStatus", Status(person.Status)),
                Fact("dataSince", Moment(person.Since)),
                Fact("dataSource", person.Source.Length > 0 ? Channel(person.Source) : strings["dataNone"]),
                .. ChoiceDetail.Of(person).Split(ChoiceDetail.Clause).Select(Choice),
                .. Move(person.Move),
                .. proof.Suppression is { } suppression ? [Fact("dataSuppression", $"{Reason(suppression.Reason)}, {Moment(suppression.Since)}")] : (object[])[],
                .. proof.Feedback.Where(entry => entry.Kind != FeedbackKind.Lifted).Select(entry => Fact("dataFeedback", $"{Report(entry.Kind)}, {Moment(entry.At)}")),
                Fact("dataKey", person.Key.Hex),
                .. person.MovedFrom.Select(key => Fact("dataEarlierKey", key.Hex)),
            ]),
            ("entries", proof.History.Select(entry => (object)Map(
                ("moment", Moment(entry.At)),
                ("event", Event(entry.Event)),
                ("channel", Channel(entry.Channel)),
                ("wording", ConsentWording.Text(entry.Wording)),
                ("wordingLang", ConsentWording.Language(entry.Wording) is var language && language == strings.Language ? "" : language),
                ("wordingVersion", ConsentWording.Version(entry.Wording)),
                ("detail", Detail(entry.Detail)),
                ("network", entry.Network))).ToList()));
    }

    private IEnumerable<Dictionary<string, object?>> Move(AddressMove? move) =>
        move is null ? [] : [Fact("dataMove", strings.Fill("dataMoveTo", ("address", move.To.Mailbox), ("moment", Moment(move.Asked))))];

    /// <summary>A clause of <see cref="ChoiceDetail"/> as a label and a value; one of anybody else as it is.</summary>
    private Dictionary<string, object?> Choice(string clause) =>
        FieldOf(clause) is { } field ? Map(("label", field.Label), ("value", Values(field.Name, field.Value))) : Map(("label", ""), ("value", clause));

    private string Detail(string detail) => string.Join(ChoiceDetail.Clause, detail.Split(ChoiceDetail.Clause).Select(clause =>
        clause == ChoiceDetail.NothingChanged ? strings["dataNothingChanged"]
        : clause == "name" ? strings["dataNameChanged"]
        : clause == ChoiceDetail.OldMailbox ? strings["dataOldMailbox"]
        : clause == ChoiceDetail.NewMailbox ? strings["dataNewMailbox"]
        : clause is Suppressions.Bounced or Suppressions.BouncedOften or Suppressions.Complained ? Reason(clause)
        : FieldOf(clause) is not { } field ? Delivered(clause)
        : field.Label + ChoiceDetail.Colon + string.Join(ChoiceDetail.Arrow, field.Value.Split(ChoiceDetail.Arrow).Select(value => Values(field.Name, value)))));

    /// <summary>"accepted", "rejected: mailbox, reply 550 5.1.1": in words, with the server's number.</summary>
    private string Delivered(string clause)
    {
        var status = Enum.GetValues<DeliveryStatus>().FirstOrDefault(status => clause.StartsWith(status.ToString(), StringComparison.OrdinalIgnoreCase), (DeliveryStatus)(-1));
        if (!Enum.IsDefined(status)) return clause;
        var reply = clause.IndexOf("reply ", StringComparison.Ordinal);
        return strings[$"dataDelivery{status}"] + (reply < 0 ? "" : $" ({clause[(reply + "reply ".Length)..].Split(',')[0]})");
    }

    private (string Name, string Label, string Value)? FieldOf(string clause)
    {
        var colon = clause.IndexOf(ChoiceDetail.Colon, StringComparison.Ordinal);
        var label = colon < 0 ? "" : clause[..colon] switch
        {
            "kinds" => strings["dataKinds"],
            "districts" => strings["dataDistricts"],
            "topics" => strings["dataTopics"],
            "language" => strings["dataLanguage"],
            "role" => strings["dataRole"],
            "rhythm" => strings["dataRhythm"],
            "paused" => strings["dataPaused"],
            "followed" => strings["dataFollowed"],
            "left" => strings["dataLeft"],
            "follow" => strings["dataFollow"],
            "unfollow" => strings["dataUnfollow"],
            "leave" => strings["dataLeave"],
            "unleave" => strings["dataUnleave"],
            _ => "",
        };
        return label.Length == 0 ? null : (clause[..colon], label, clause[(colon + ChoiceDetail.Colon.Length)..]);
    }

    private string Values(string field, string list) => string.Join(ChoiceDetail.Comma, list.Split(ChoiceDetail.Comma).Select(value => (field, value) switch
    {
        (_, ChoiceDetail.All) => strings["dataAll"],
        ("kinds", "call") => strings["kindCall"],
        ("kinds", "event") => strings["kindEvent"],
        ("kinds", "news") => strings["kindNews"],
        ("kinds", Interests.DeadlinesKey) => strings["kindDeadlines"],
        ("rhythm", _) when RhythmText.Parse(value) is { } rhythm => rhythm.Calls == rhythm.Rest
            ? Rhythm(rhythm.Calls)
            : strings.Fill("rhythmBoth", ("calls", Rhythm(rhythm.Calls)), ("rest", Rhythm(rhythm.Rest))),
        ("role", ChoiceDetail.None) => strings["dataNone"],
        ("paused", ChoiceDetail.None) => strings["dataNoPause"],
        ("paused", _) when LocalDatePattern.Iso.Parse(value).TryGetValue(default, out var day) => words.Date(day),
        ("role", _) when ReaderRoles.Parse(value) is { } role => strings[$"subscribeRole{role}"],
        ("districts", _) => districts.All.FirstOrDefault(district => district.Slug == value)?.Name ?? value,
        _ => value,
    }));

    /// <summary>The main one by its cadence; one that was done away with by what it was.</summary>
    private string Rhythm(Rhythm rhythm) => strings[$"rhythm{(rhythms.All.Contains(rhythm) ? rhythms.FormOf(rhythm).ToString() : rhythm.ToString())}"];

    private string Channel(string channel) => channel switch
    {
        HistoryChannel.Link => strings["dataChannelLink"],
        HistoryChannel.OneClick => strings["dataChannelOneClick"],
        HistoryChannel.Form => strings["dataChannelForm"],
        HistoryChannel.Api => strings["dataChannelApi"],
        HistoryChannel.Mail => strings["dataChannelMail"],
        HistoryChannel.Bounce => strings["dataChannelBounce"],
        HistoryChannel.Complaint => strings["dataChannelComplaint"],
        HistoryChannel.Staff => strings["dataChannelStaff"],
        HistoryChannel.Time => strings["dataChannelTime"],
        _ => HistoryChannel.SourceOf(channel) is { } source ? strings.Fill("dataChannelImport", ("source", source)) : channel,
    };

    private string Event(HistoryEvent happened) => happened switch
    {
        HistoryEvent.Imported => strings["dataImported"],
        HistoryEvent.SignedUp => strings["dataSignedUp"],
        HistoryEvent.ConfirmationSent => strings["dataConfirmationSent"],
        HistoryEvent.Confirmed => strings["dataConfirmed"],
        HistoryEvent.Changed => strings["dataChanged"],
        HistoryEvent.AddressChanged => strings["dataAddressChanged"],
        HistoryEvent.AddressChangeAsked => strings["dataAddressChangeAsked"],
        HistoryEvent.AddressChangeAgreed => strings["dataAddressChangeAgreed"],
        HistoryEvent.AddressChangeCancelled => strings["dataAddressChangeCancelled"],
        HistoryEvent.AddressChangeExpired => strings["dataAddressChangeExpired"],
        HistoryEvent.Returned => strings["dataReturned"],
        HistoryEvent.Unsubscribed => strings["dataUnsubscribed"],
        HistoryEvent.Suppressed => strings["dataSuppressed"],
        HistoryEvent.SuppressionLifted => strings["dataSuppressionLifted"],
        _ => happened.ToString(),
    };

    private string Reason(string reason) => reason switch
    {
        Suppressions.Bounced => strings["dataBounced"],
        Suppressions.BouncedOften => strings["dataBouncedOften"],
        Suppressions.Complained => strings["dataComplained"],
        Suppressions.LeftElsewhere => strings["dataLeftElsewhere"],
        _ => reason,
    };

    private string Report(FeedbackKind kind) => kind switch
    {
        FeedbackKind.Complaint => strings["dataComplained"],
        FeedbackKind.HardBounce => strings["dataBounced"],
        _ => strings["dataBouncedOnce"],
    };

    private string Status(SubscriptionStatus status) => status switch
    {
        SubscriptionStatus.Unconfirmed => strings["dataStatusUnconfirmed"],
        SubscriptionStatus.Confirmed => strings["dataStatusConfirmed"],
        _ => strings["dataStatusUnsubscribed"],
    };

    private string Moment(Instant at)
    {
        var local = at.InZone(zone).LocalDateTime;
        return words.Moment(new Moment(local.Date, new LocalTime(local.Hour, local.Minute)));
    }

    private Dictionary<string, object?> Fact(string label, string value) => Map(("label", strings[label]), ("value", value));
}
