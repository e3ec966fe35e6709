using NodaTime;
using Publisher.App.Public;
using Publisher.Delivery;

namespace Publisher.App.Staff.Console.Send;

/// <summary>How many it would reach and when the last of them would have it, in words.</summary>
internal static class ForecastWords
{
    public static Dictionary<string, object?> Model(EditionForecast forecast, Instant counted, SendWords words, Instant now)
    {
        var texts = words.Texts;
        return PageModel.Map(
            ("number", forecast.Recipients.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("line", forecast.Recipients == 0 ? texts["sendForecastNobody"] : texts.Count("sendForecastReaders", forecast.Recipients)),
            ("eta", forecast.Recipients == 0 ? "" : forecast.Length == Duration.Zero
                ? forecast.Begins > now ? texts.Fill("sendForecastFrom", ("moment", words.Moment(forecast.Begins))) : texts["sendForecastNoQuota"]
                : texts.Fill("sendForecastEta", ("length", words.Length(forecast.Length)), ("moment", words.Moment(forecast.Begins + forecast.Length)))),
            ("counted", texts.Fill("sendForecastCounted", ("moment", words.Moment(counted)))),
            ("warnings", forecast.Ending.Select(item => (object)texts.Fill("sendWarnEnding", ("item", item.ToString()))).ToList()));
    }
}
