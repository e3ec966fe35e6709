using NodaTime;
using Publisher.App.Public;
using Publisher.Charts;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.Subscribers;

namespace Publisher.App.Staff.Console.Readers;

/// <summary>A count of the audience as plots, each with a table of the same numbers.</summary>
public sealed class AudienceCharts(Districts districts, RhythmOffer rhythms)
{
    public Dictionary<string, object?> Model(Strings texts, Strings strings, AudienceCount count, Span span, LocalDate today)
    {
        var stretches = AudienceSeries.Of(count.Days, today, span);
        var suppressed = count.Suppressed.Values.Sum();
        return PageModel.Map(
            ("numbers", (List<object>)
            [
                Number(texts["audienceConfirmed"], count.Confirmed), Number(texts["audiencePaused"], count.Paused), Number(texts["audienceUnconfirmed"], count.Unconfirmed),
                Number(texts["audienceUnsubscribed"], count.Unsubscribed), Number(texts["audienceSuppressed"], suppressed),
            ]),
            ("growth", Growth(texts, strings, stretches, span)),
            ("movement", Movement(texts, strings, stretches, span)),
            ("breakdowns", (List<object>)
            [
                Bars("districts", texts["audienceDistricts"], texts["audienceDistrictsHint"], Ordered(count.Districts, districts.All.Select(district => district.Slug)), false, key => key.Length == 0 ? texts["audienceWholeCity"] : districts.NameOf(key)),
                Bars("kinds", texts["audienceKinds"], texts["audienceKindsHint"], Ordered(count.Kinds, []), false, key => texts["audienceKind" + Words.Capital(key)]),
                Bars("roles", texts["audienceRoles"], "", Ordered(count.Roles, ReaderRoles.All.Select(role => role.Key())), true, key => key.Length == 0 ? texts["audienceNotSaid"] : ReaderRoles.Parse(key) is { } role ? texts[$"audienceRole{role}"] : key),
                Bars("rhythms", texts["audienceRhythms"], texts["audienceRhythmsHint"], Ordered(count.Rhythms, []), true, key => Rhythm(strings, key)),
                Bars("languages", texts["audienceLanguages"], "", Ordered(count.Languages, []), true, key => texts.Has("language" + Words.Capital(key)) ? texts["language" + Words.Capital(key)] : key),
            ]),
            ("suppressions", count.Suppressed.OrderByDescending(pair => pair.Value).Select(pair => (object)PageModel.Map(("reason", Reason(strings, pair.Key)), ("count", strings.Number(pair.Value)))).ToList()));

        Dictionary<string, object?> Number(string name, int value) => PageModel.Map(("name", name), ("value", strings.Number(value)));

        Dictionary<string, object?> Bars(string id, string title, string hint, IReadOnlyList<KeyValuePair<string, int>> counts, bool isWhole, Func<string, string> name)
        {
            var said = SmallNumbers.Said([.. counts.Select(pair => pair.Value)], isWhole);
            var few = texts.Fill("audienceFew", ("n", $"{SmallNumbers.Least}"));
            // What is not said must not be measured on the screen either: it is drawn as the most it can be.
            var bars = counts.Select((pair, at) => new Bar(name(pair.Key), said[at] ? pair.Value : SmallNumbers.Least - 1, said[at] ? strings.Number(pair.Value) : few)).ToList();
            var model = ChartModel.Of(
                BarChart.Draw(id, bars), title, texts.Fill("chartBars", ("first", bars.Count == 0 ? "–" : bars.MaxBy(bar => bar.Value)!.Name), ("shown", bars.Count == 0 ? "0" : bars.MaxBy(bar => bar.Value)!.Shown)), [],
                [title, texts["audienceReaders"]], bars.Select(bar => (IReadOnlyList<string>)[bar.Name, bar.Shown]));
            model["hint"] = hint;
            return model;
        }
    }

    private static Dictionary<string, object?> Growth(Strings texts, Strings strings, IReadOnlyList<Stretch> stretches, Span span)
    {
        var points = stretches.Select(stretch => new Point(Name(stretch.Begins, span), stretch.Confirmed)).ToList();
        var description = points.Count == 0 ? texts["chartNothing"] : texts.Fill("chartGrowth", ("from", strings.Number(points[0].Value)), ("to", strings.Number(points[^1].Value)), ("first", points[0].Name), ("last", points[^1].Name));
        return ChartModel.Of(
            LineChart.Draw("growth", points, value => strings.Number(value)), texts["audienceGrowth"], description, [], [texts["audienceWhen" + span], texts["audienceConfirmed"]],
            points.Select(point => (IReadOnlyList<string>)[point.Name, strings.Number(point.Value)]));
    }

    private static Dictionary<string, object?> Movement(Strings texts, Strings strings, IReadOnlyList<Stretch> stretches, Span span)
    {
        var points = stretches.Select(stretch => new Point(Name(stretch.Begins, span), stretch.Joined, stretch.Left)).ToList();
        return ChartModel.Of(
            ColumnChart.Draw("movement", points, value => strings.Number(value)), texts["audienceMovement"],
            texts.Fill("chartMovement", ("joined", strings.Number(stretches.Sum(stretch => stretch.Joined))), ("left", strings.Number(stretches.Sum(stretch => stretch.Left)))),
            [texts["audienceJoined"], texts["audienceLeft"]],
            [texts["audienceWhen" + span], texts["audienceConsented"], texts["audienceImported"], texts["audienceLeft"]],
            stretches.Select(stretch => (IReadOnlyList<string>)[Name(stretch.Begins, span), strings.Number(stretch.Consented), strings.Number(stretch.Imported), strings.Number(stretch.Left)]));
    }

    /// <summary>"3.05", "05.2023": short enough to stand below an axis.</summary>
    private static string Name(LocalDate begins, Span span) => span == Span.Days
        ? $"{begins.Day}.{begins.Month:00}"
        : $"{begins.Month:00}.{begins.Year}";

    /// <summary>The most first; those that there are none of after them, as long as they may be chosen.</summary>
    private static IReadOnlyList<KeyValuePair<string, int>> Ordered(IReadOnlyDictionary<string, int> counts, IEnumerable<string> offered) =>
        [.. counts.Concat(offered.Where(key => !counts.ContainsKey(key)).Select(key => KeyValuePair.Create(key, 0))).OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)];

    private string Rhythm(Strings strings, string key) => RhythmText.Parse(key) is not { } choice ? key
        : choice.Calls == choice.Rest ? One(strings, choice.Calls)
        : strings.Fill("rhythmBoth", ("calls", One(strings, choice.Calls)), ("rest", One(strings, choice.Rest)));

    private string One(Strings strings, Rhythm rhythm) => strings[$"rhythm{(rhythms.All.Contains(rhythm) ? rhythms.FormOf(rhythm).ToString() : rhythm.ToString())}"];

    internal static string Reason(Strings strings, string reason) => reason switch
    {
        Suppressions.Bounced => strings["dataBounced"],
        Suppressions.BouncedOften => strings["dataBouncedOften"],
        Suppressions.Complained => strings["dataComplained"],
        Suppressions.LeftElsewhere => strings["dataLeftElsewhere"],
        _ => reason,
    };
}
