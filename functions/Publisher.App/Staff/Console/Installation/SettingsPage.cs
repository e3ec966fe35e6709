using Azure.Storage.Blobs;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Rendering;

namespace Publisher.App.Staff.Console.Installation;

/// <summary>What is set, and what is as it comes. To look at: settings are changed where the app runs, and what is secret is shown to nobody.</summary>
public sealed class SettingsPage(PublisherSettings settings, BlobServiceClient storage, ConsolePages pages)
{
    public const string Path = "/staff/settings";

    private const string General = "General";

    public IResult Show(HttpContext context)
    {
        var texts = pages.TextsFor(context);
        var account = new Setting(StorageAccount.Setting, "", storage.AccountName, true);
        var groups = settings.Known.Prepend(account).GroupBy(GroupOf, StringComparer.Ordinal).Select(group => (object)PageModel.Map(
            ("title", texts["settings" + group.Key]),
            ("caption", texts.Fill("settingsCaption", ("group", texts["settings" + group.Key]))),
            ("settings", group.Select(setting => (object)Row(texts, setting)).ToList()))).ToList();
        return pages.Render(context, "settings", texts["navSettings"], PageModel.Map(("groups", groups), ("doctor", DoctorPage.Path)));
    }

    private static Dictionary<string, object?> Row(Strings texts, Setting setting) => PageModel.Map(
        ("name", setting.Name),
        ("value", setting switch
        {
            { IsSecret: true, IsSet: true } => texts["settingsHidden"],
            { IsSet: true } => WithoutPassword(setting.Value),
            { Default.Length: > 0 } => setting.Default,
            _ => "",
        }),
        ("state", texts[setting.IsSet ? "settingsSet" : setting.Default.Length > 0 ? "settingsDefault" : "settingsEmpty"]),
        ("badge", setting.IsSet ? "calm" : "off"));

    /// <summary>An address may carry a name and a password.</summary>
    private static string WithoutPassword(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var url) && url.UserInfo.Length > 0 ? value.Replace(url.UserInfo, "•••", StringComparison.Ordinal) : value;

    /// <summary>What comes after the product's name, where there is more than a name behind it.</summary>
    private static string GroupOf(Setting setting) => setting.Name.Split("__") is { Length: > 2 } parts && parts[1] != "OldSecrets" ? parts[1] : General;
}
