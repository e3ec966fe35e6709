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
            ("line", forecast.Recipients == 0 ? texts["forecastNobody"] : texts.Count("forecastReaders", forecast.Recipients)),
            ("eta", forecast.Recipients == 0 ? "" : forecast.Length == Duration.Zero
                ? forecast.Begins > now ? texts.Fill("forecastFrom", ("moment", words.Moment(forecast.Begins))) : texts["forecastNoQuota"]
                : texts.Fill("forecastEta", ("length", words.Length(forecast.Length)), ("moment", words.Moment(forecast.Begins + forecast.Length)))),
            ("counted", texts.Fill("forecastCounted", ("moment", words.Moment(counted)))),
            ("warnings", forecast.Ending.Select(item => (object)texts.Fill("warnEnding", ("item", item.ToString()))).ToList()));
    }
}
