using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Publisher.Subscribers;

namespace Publisher.App.Public;

/// <summary>
/// Reads the posted form. Beside each field stands, hidden, what the form showed in it: a field left as it was shown is none that the reader
/// changed, so a form that lay open while another was saved undoes nothing of that one.
/// </summary>
internal static class PreferencesPost
{
    /// <summary>Before the name of the field that holds what was shown.</summary>
    public const string Shown = "was-";

    /// <summary>Between the entries of a list that was shown, as in storage.</summary>
    public const char Separator = '|';

    /// <summary>Octets of the form; with every district and topic ticked it has some thousand.</summary>
    private const int MaxBody = 64 * 1024;

    /// <summary>Fields of the form, repeated ones counted each.</summary>
    private const int MaxFields = 500;

    private const string MediaType = "application/x-www-form-urlencoded";

    /// <returns>The change; or null, and the status of the refusal.</returns>
    public static async Task<(PreferenceChange? Change, int Status)> ReadAsync(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase))
            return (null, StatusCodes.Status415UnsupportedMediaType);
        if (request.ContentLength > MaxBody) return (null, StatusCodes.Status413PayloadTooLarge);
        // A body may also come in chunks, with no length said beforehand.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxBody;
        try
        {
            var options = new FormOptions { ValueCountLimit = MaxFields, KeyLengthLimit = MaxBody, ValueLengthLimit = MaxBody };
            return (Change(await new FormFeature(request, options).ReadFormAsync(request.HttpContext.RequestAborted)), StatusCodes.Status200OK);
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }
    }

    public static string Join(IEnumerable<string> values) => string.Join(Separator, values);

    private static PreferenceChange Change(IFormCollection form) => new(
        List(form, PreferenceField.Kinds),
        List(form, PreferenceField.Districts),
        List(form, PreferenceField.Topics),
        Text(form, PreferenceField.Language) is { Length: > 0 } language ? language : null,
        Text(form, PreferenceField.Name));

    /// <summary>No box ticked sends no field at all: only what was shown tells that from a form without the boxes.</summary>
    private static string[]? List(IFormCollection form, PreferenceField field)
    {
        var name = PreferencesForm.NameOf(field);
        string[] ticked = [.. form[name].OfType<string>().Where(value => value.Length > 0).Distinct(StringComparer.Ordinal)];
        if (form[Shown + name] is not [{ } shown, ..]) return ticked.Length > 0 ? ticked : null;
        return ticked.ToHashSet(StringComparer.Ordinal).SetEquals(shown.Split(Separator, StringSplitOptions.RemoveEmptyEntries)) ? null : ticked;
    }

    private static string? Text(IFormCollection form, PreferenceField field)
    {
        var name = PreferencesForm.NameOf(field);
        if (form[name] is not [{ } text, ..]) return null;
        return form[Shown + name] is [{ } shown, ..] && PersonName.Clean(shown) == PersonName.Clean(text) ? null : text;
    }
}
