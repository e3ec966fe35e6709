using System.Globalization;
using NodaTime;
using Publisher.App.Public;

namespace Publisher.App.Staff.Console.Send;

/// <summary>How many it would reach and when the last of them would have it, in words.</summary>
internal static class ForecastWords
{
    public static Dictionary<string, object?> Model(ReachAnswer reach, SendWords words, Instant now)
    {
        var texts = words.Texts;
        if (reach.Forecast is not { } forecast)
        {
            var of = Math.Max(reach.Of, reach.Looked);
            var model = Said(texts["sendForecastCounting"]);
            model["again"] = true;
            model["percent"] = of > 0 ? Digits((int)(100L * reach.Looked / of)) : "0";
            model["progress"] = of > 0 && reach.Looked > 0 ? texts.Fill("sendForecastLooked", ("looked", words.Strings.Number(reach.Looked)), ("of", words.Strings.Number(of))) : "";
            return model;
        }

        var found = Said(forecast.Recipients == 0 ? texts["sendForecastNobody"] : texts.Count("sendForecastReaders", forecast.Recipients));
        found["number"] = Digits(forecast.Recipients);
        found["eta"] = forecast.Recipients == 0 ? "" : forecast.Length == Duration.Zero
            ? forecast.Begins > now ? texts.Fill("sendForecastFrom", ("moment", words.Moment(forecast.Begins))) : texts["sendForecastNoQuota"]
            : texts.Fill("sendForecastEta", ("length", words.Length(forecast.Length)), ("moment", words.Moment(forecast.Begins + forecast.Length)));
        found["counted"] = texts.Fill("sendForecastCounted", ("moment", words.Moment(reach.At)));
        found["warnings"] = forecast.Ending.Select(item => (object)texts.Fill("sendWarnEnding", ("item", item.ToString()))).ToList();
        return found;
    }

    /// <summary>Nothing but a sentence.</summary>
    public static Dictionary<string, object?> Said(string line) =>
        PageModel.Map(("number", ""), ("line", line), ("eta", ""), ("counted", ""), ("warnings", new List<object>()), ("again", false), ("percent", ""), ("progress", ""));

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
