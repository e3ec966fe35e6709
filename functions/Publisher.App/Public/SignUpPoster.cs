using System.Text;
using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.SignUp;
using QRCoder;

namespace Publisher.App.Public;

/// <summary>The ways to the form from elsewhere: a snippet for other sites, links that choose something beforehand, a code for posters.</summary>
public sealed class SignUpPoster(Sender sender, Districts districts, RhythmOffer rhythms, Organisation organisation, PublicPages pages)
{
    /// <summary>Pixels of one module: some 350 for the whole code, sharp when a poster doubles it.</summary>
    private const int PixelsPerModule = 10;

    /// <summary>Seconds that anyone may keep a code: it changes with the public address only.</summary>
    private const int MaxAge = 86_400;

    public IResult ShowEmbed(HttpRequest request)
    {
        var (own, link) = (pages.For(request), SignUpLink.Read(request, districts, rhythms));
        var url = sender.SubscribeUrl + link.Query;
        var model = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["snippet"] = Snippet(own.Strings, link),
            ["url"] = url,
            ["example"] = $"{sender.SubscribeUrl}?district={districts.All.Select(district => district.Slug).FirstOrDefault("rubinkowo")}&kind=call{(rhythms.All.Contains(Rhythm.Monthly) ? "&rhythm=monthly" : "")}",
            // The picture's own address would be that of this page's host, which need not be https.
            ["picture"] = $"data:image/png;base64,{Convert.ToBase64String(Png(url))}",
            ["png"] = CodePath("png", link),
            ["svg"] = CodePath("svg", link),
        };
        return own.Page("subscribe-embed", own.Strings["subscribeEmbedTitle"], model);
    }

    public IResult Code(HttpRequest request)
    {
        var url = sender.SubscribeUrl + SignUpLink.Read(request, districts, rhythms).Query;
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = $"public, max-age={MaxAge}";
        headers.XContentTypeOptions = "nosniff";
        return request.Query["format"] == "svg"
            ? Results.Bytes(Svg(url), "image/svg+xml")
            : Results.Bytes(Png(url), "image/png");
    }

    private static byte[] Png(string url)
    {
        using var code = Draw(url);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(PixelsPerModule);
    }

    private static byte[] Svg(string url)
    {
        using var code = Draw(url);
        using var svg = new SvgQRCode(code);
        return Encoding.UTF8.GetBytes(svg.GetGraphic(PixelsPerModule));
    }

    /// <summary>Level M (ISO/IEC 18004): a code is read with 15 % of it dirty or torn off.</summary>
    private static QRCodeData Draw(string url)
    {
        using var generator = new QRCodeGenerator();
        return generator.CreateQrCode(url, QRCodeGenerator.ECCLevel.M);
    }

    private static string CodePath(string format, SignUpLink link) => $"{SignUpPage.Path}/qr?format={format}{(link.Query.Length > 0 ? "&" + link.Query[1..] : "")}";

    /// <summary>
    /// A form without script, style or consent: it brings its reader to our page with the address filled in, and what they agree to is read there, in
    /// the words of that day.
    /// </summary>
    private string Snippet(Strings strings, SignUpLink link)
    {
        var hidden = link.Kinds.Select(kind => Hidden("kinds", kind)).Concat(link.Districts.Select(slug => Hidden("districts", slug)))
            .Concat(link.HowOften is { } rhythm
                ? [Hidden(SignUpFormView.NameOf(SignUpField.RhythmCalls), rhythm.Calls.Key()), Hidden(SignUpFormView.NameOf(SignUpField.RhythmRest), rhythm.Rest.Key())]
                : (string[])[]);
        return string.Join('\n',
        [
            $"<form action=\"{Html(sender.SubscribeUrl)}?lang={strings.Language}\" method=\"post\" accept-charset=\"utf-8\" lang=\"{strings.Language}\">",
            $"  <p>{Html(strings.Fill("subscribeEmbedLead", ("organisation", organisation.Name)))}</p>",
            $"  <p><label for=\"publisher-address\">{Html(strings["subscribeAddress"])}</label><br>",
            "  <input type=\"email\" id=\"publisher-address\" name=\"address\" autocomplete=\"email\" required></p>",
            .. hidden,
            $"  <p><button type=\"submit\">{Html(strings["subscribeButton"])}</button></p>",
            "</form>",
        ]);
    }

    private static string Hidden(string name, string value) => $"  <input type=\"hidden\" name=\"{name}\" value=\"{Html(value)}\">";

    private static string Html(string text) => System.Net.WebUtility.HtmlEncode(text);
}
