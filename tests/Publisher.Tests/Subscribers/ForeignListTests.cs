using Publisher.Content;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Tests.Subscribers;

/// <summary>Lists as other tools export them; the headers are theirs.</summary>
public sealed class ForeignListTests
{
    private const string MailchimpHeader =
        "\"Email Address\",\"First Name\",\"Last Name\",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS\n";

    private const string MailPoetHeader = "Email,First name,Last name,Subscription IP,Subscription time,Confirmation time,Confirmation IP,List status,Global status\n";

    private static readonly Districts Places = Districts.Parse("Rubinkowo, Stare Miasto", []);
    private static readonly Instant Now = Instant.FromUtc(2023, 5, 1, 0, 0);

    [Fact]
    public void Mailchimps_consent_times_become_the_proof()
    {
        var list = ListOfPeople.Of(
            MailchimpHeader
            + "ala@example.org,Ala,Nowak,2,\"2019-03-04 10:11:12\",192.0.2.1,\"2019-03-04 10:15:00\",192.0.2.1,,,,,,pl,,,1,a,\"note\nof two lines\",\"\"\"vip\"\"\"\n"
            + "jan@example.org,Jan,,2,,,,,,,,,,,,,2,b,,\n");
        var lines = Lines(list);

        Assert.True(list.CarriesSource);
        Assert.Equal(
            ("ala@example.org", "Ala", "Mailchimp: subscribed 2019-03-04 10:11 UTC, confirmed 2019-03-04 10:15 UTC", Instant.FromUtc(2019, 3, 4, 10, 15)),
            (lines[0].Person!.Address, lines[0].Person!.Name, lines[0].Person!.Source, lines[0].Person!.Since));
        Assert.Contains("give --source", Assert.Single(lines[1].Faults).Text, StringComparison.Ordinal);
        Assert.Equal((4, "CONFIRM_TIME"), (lines[1].Line, lines[1].Faults[0].Field));
        Assert.Contains("Not taken: Last Name, MEMBER_RATING, OPTIN_IP", string.Join(' ', list.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("subscribed_members_export_1a2b.csv", LeftOut.None)]
    [InlineData("unsubscribed_members_export_1a2b.csv", LeftOut.Unsubscribed)]
    [InlineData("cleaned_members_export_1a2b.csv", LeftOut.Cleaned)]
    [InlineData("nonsubscribed_members_export_1a2b.csv", LeftOut.NeverSubscribed)]
    public void Mailchimps_file_name_says_who_is_in_it(string name, LeftOut expected) =>
        Assert.Equal(expected, Assert.Single(Lines(ListOfPeople.Of(MailchimpHeader + "ala@example.org,Ala,,2,\"2019-03-04 10:11:12\",,,,,,,,,,,,,,,\n", name: name))).LeftOut);

    [Fact]
    public void Mailchimps_columns_of_leaving_say_who_left() => Assert.Equal(
        [LeftOut.Unsubscribed, LeftOut.Cleaned, LeftOut.None],
        Lines(ListOfPeople.Of("Email Address,OPTIN_TIME,UNSUB_TIME,CLEAN_TIME\na@example.org,2019-01-01 00:00:00,2020-01-01 00:00:00,\nb@example.org,2019-01-01 00:00:00,,2020-01-01 00:00:00\nc@example.org,2019-01-01 00:00:00,,\n"))
            .Select(line => line.LeftOut));

    [Fact]
    public void Listmonks_attributes_and_states_are_understood_and_its_own_day_is_no_consent()
    {
        const string File = """
            uuid,email,name,attributes,status,created_at,updated_at
            1,ala@example.org,Ala,"{""city"": ""Toruń"", ""dzielnice"": [""Rubinkowo"", ""stare-miasto""], ""lang"": ""uk"", ""topics"": ""sport|kultura""}",enabled,2021-02-03T04:05:06.123456Z,x
            2,b@example.org,B,{},disabled,2021-02-03T04:05:06Z,x
            3,c@example.org,C,{},blocklisted,2021-02-03T04:05:06Z,x
            4,d@example.org,D,{oh,enabled,2021-02-03T04:05:06Z,x

            """;
        var lines = Lines(ListOfPeople.Of(File, "karty z festynu"));
        var ala = lines[0].Person!;

        Assert.Equal(("Ala", "uk", "karty z festynu (listmonk: on its list since 2021-02-03 04:05 UTC)"), (ala.Name, ala.Language, ala.Source));
        Assert.Equal(Instant.FromUtc(2021, 2, 3, 4, 5, 6), Instant.FromUnixTimeSeconds(ala.Since.ToUnixTimeSeconds()));
        Assert.Equal(["rubinkowo", "stare-miasto"], ala.Interests.Districts);
        Assert.Equal(["sport", "kultura"], ala.Interests.Topics);
        Assert.Equal([LeftOut.Disabled, LeftOut.Unsubscribed], lines.Skip(1).Take(2).Select(line => line.LeftOut));
        Assert.Equal("attributes", Assert.Single(lines[3].Faults).Field);
        Assert.False(ListOfPeople.Of(File).CarriesSource);
    }

    [Fact]
    public void MailPoets_two_states_are_both_minded_and_a_person_of_two_lists_comes_once()
    {
        var list = ListOfPeople.Of(
            MailPoetHeader
            + "a@example.org,Ala,N,192.0.2.1,2020-01-02 03:04:05,2020-01-02 03:05:00,192.0.2.1,Subscribed,Subscribed\n"
            + "a@example.org,Ala,N,192.0.2.1,2020-01-02 03:04:05,2020-01-02 03:05:00,192.0.2.1,Subscribed,Subscribed\n"
            + "b@example.org,,,,2020-01-02 03:04:05,,,Unsubscribed,Subscribed\n"
            + "c@example.org,,,,2020-01-02 03:04:05,,,Unsubscribed,Unsubscribed\n"
            + "d@example.org,,,,2020-01-02 03:04:05,0000-00-00 00:00:00,,Unconfirmed,Unconfirmed\n"
            + "e@example.org,,,,2020-01-02 03:04:05,,,Subscribed,Bounced\n"
            + "f@example.org,,,,2020-01-02 03:04:05,,,Subscribed,Inactive\n");
        var judged = new ImportJudge(list, Places, new SubscriberImportRules(SuppressUnsubscribed: true), new KnownKeys(), new KnownKeys(), ErasedSubscribers.Nobody, Now).Lines().ToList();

        Assert.Equal(
            [LeftOut.None, LeftOut.SaidAgain, LeftOut.LeftThatList, LeftOut.Unsubscribed, LeftOut.Unconfirmed, LeftOut.Bounced, LeftOut.Inactive],
            judged.Select(line => line.Line.LeftOut));
        // Only who left altogether is never mailed again.
        Assert.Equal([4], judged.Where(line => line.Outcome == LineOutcome.SuppressedFromNowOn).Select(line => line.Line.Line - 1));
        Assert.Equal(("Ala", "MailPoet: subscribed 2020-01-02 03:04 UTC, confirmed 2020-01-02 03:05 UTC"), (judged[0].Line.Person!.Name, judged[0].Line.Person!.Source));
    }

    private static IReadOnlyList<SubscriberLine> Lines(SubscriberFile list) => [.. list.Lines(Places, Now)];
}
