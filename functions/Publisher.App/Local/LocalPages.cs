using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Rendering;

namespace Publisher.App.Local;

/// <summary>Pages for the person at this machine: what is here, and what would have been sent.</summary>
public static class LocalPages
{
    private const string Language = "en";

    public static void Map(WebApplication app, LocalSignIn signIn)
    {
        var settings = app.Services.GetRequiredService<PublisherSettings>();
        var outbox = new OutboxFolder(settings.Outbox!);
        app.MapGet("/", (PublicPages pages) => English(pages, "start", "Publisher", Model(("editions", Editions(outbox)), ("folder", outbox.Path), ("key", signIn.Key))));
        app.MapGet("/outbox/{edition}", (string edition, PublicPages pages) => List(outbox, edition, settings, pages));
        app.MapGet("/outbox/{edition}/{file}", (string edition, string file, PublicPages pages) => Show(outbox, edition, file, pages));
        app.MapGet("/outbox/{edition}/{file}/html", (string edition, string file, PublicPages pages) =>
            outbox.Find(edition, file) is { } eml ? pages.In(Language).Html(EmlReader.Read(eml).Html) : NotFound(pages));
        app.MapGet("/outbox/{edition}/{file}/source", (string edition, string file, PublicPages pages) =>
            outbox.Find(edition, file) is { } eml ? Results.File(eml, "message/rfc822", $"{edition}-{file}") : NotFound(pages));
    }

    private static IResult List(OutboxFolder outbox, string edition, PublisherSettings settings, PublicPages pages)
    {
        if (edition == OutboxFolder.Social)
        {
            var organisation = settings.Organisation.Name;
            return English(pages, "posts", "Posts", Model(("posts", outbox.Posts().Select(json => PostCard.Of(json, organisation)).OfType<object>().ToList())));
        }

        if (!outbox.Editions().Contains(edition, StringComparer.Ordinal)) return NotFound(pages);
        var messages = outbox.List(edition).Select(message => (object)Model(("file", message.File), ("to", message.To), ("subject", message.Subject))).ToList();
        var total = outbox.Files(edition).Count;
        return English(pages, "outbox", $"Outbox: {edition}", Model(
            ("edition", edition), ("messages", messages), ("rest", total > messages.Count ? $"and {total - messages.Count} more in the folder" : "")));
    }

    private static IResult Show(OutboxFolder outbox, string edition, string file, PublicPages pages)
    {
        if (outbox.Find(edition, file) is not { } eml) return NotFound(pages);
        var message = EmlReader.Read(eml);
        return English(pages, "message", message.Subject, Model(("edition", edition), ("file", file), ("to", message.To), ("text", message.Text), ("calendar", message.Calendar)));
    }

    private static IResult English(PublicPages pages, string template, string title, Dictionary<string, object?> model) =>
        pages.In(Language).Page("local/" + template, title, model);

    private static IResult NotFound(PublicPages pages) => pages.In(Templates.DefaultLanguage).NotFound();

    private static List<object> Editions(OutboxFolder outbox) =>
        [.. outbox.Editions().Select(edition => (object)Model(("id", edition), ("count", outbox.Files(edition).Count)))];

    private static Dictionary<string, object?> Model(params ReadOnlySpan<(string Name, object? Value)> members)
    {
        var model = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members) model[name] = value;
        return model;
    }
}
