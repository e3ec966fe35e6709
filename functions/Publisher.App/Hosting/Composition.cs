using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Archive;
using Publisher.Calendar;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.App.Hosting;

/// <summary>Puts the product together from settings, a storage account and a clock. The one place that knows how.</summary>
public static class Composition
{
    public static IServiceCollection AddPublisher(this IServiceCollection services, PublisherSettings settings, StorageAccount storage, TimeProvider clock)
    {
        services.AddSingleton(settings).AddSingleton(clock).AddSingleton(settings.Zone).AddSingleton(settings.Organisation).AddSingleton(settings.Districts);
        services.AddSingleton(settings.Programmes).AddSingleton(settings.Look);
        services.AddSingleton(storage.Blobs).AddSingleton(storage.Queues).AddSingleton(storage.Tables);
        services.AddSingleton(Templates.Load(Path.Combine(AppContext.BaseDirectory, "templates")));
        services.AddSingleton(new AssetStore(storage.Blobs, AssetFolders(settings)));
        services.AddSingleton(provider => new TemplateOverrides(
            storage.Blobs, provider.GetRequiredService<Templates>(), clock, sentence => provider.GetService<ILoggerFactory>()?.CreateLogger("Publisher.Templates").LogWarning("{Refused}", sentence)));
        services.AddSingleton<Func<Templates, DigestRenderer>>(provider => templates => ActivatorUtilities.CreateInstance<DigestRenderer>(provider, templates));
        services.AddSingleton(new Sender(settings.Mail.From, settings.Mail.ReplyTo, settings.PublicUrl));
        services.AddSingleton(new LinkTokens(settings.Secret));
        services.AddSingleton<IReadOnlyList<Digest>>([settings.Digest]);
        services.AddSingleton(DeliveryRules.Default with
        {
            PassTime = NodaTime.Duration.FromTimeSpan(settings.PassTime),
            WindowSize = DeliveryRules.WindowFor(settings.Mail.PerMinute, settings.Mail.PerHour),
        });
        services.AddSingleton<IMailTransports, MailTransports>();
        services.AddSocial(settings, clock);
        services.AddSingleton<WorkQueues>().AddSingleton<Watermarks>().AddSingleton<StorageSetup>();
        services.AddSingleton<Items>().AddSingleton<ImportItems>();
        services.AddSingleton<SubscriberList>().AddSingleton<Suppressions>().AddSingleton<SubscriberHistory>().AddSingleton<ImportSubscribers>();
        services.AddSingleton(provider => new ChangePreferences(
            provider.GetRequiredService<SubscriberList>(), settings.Districts, provider.GetRequiredService<Templates>().Languages));
        services.AddSingleton<DigestRenderer>().AddSingleton<EditionList>().AddSingleton<EditionBlobs>().AddSingleton<DigestWatermarks>();
        services.AddSingleton<Candidates>().AddSingleton<CompileEdition>().AddSingleton<PrepareEdition>().AddSingleton<AnnounceItem>();
        services.AddSingleton<Batches>().AddSingleton<Recipients>().AddSingleton<DispatchEditions>().AddSingleton<SendBatch>().AddSingleton<CloseEdition>().AddSingleton<PreviewEdition>();
        services.AddSingleton<ArchivePages>();
        services.AddSingleton(provider => new CalendarFiles(
            provider.GetRequiredService<Items>(), provider.GetRequiredService<Templates>(), settings.Mail.From, settings.PublicUrl, settings.Zone));
        return services;
    }

    private static IReadOnlyList<string> AssetFolders(PublisherSettings settings)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "assets");
        return settings.Assets is { } own ? [own, shipped] : [shipped];
    }
}
