using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Archive;
using Publisher.Calendar;
using Publisher.Content;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Feedback;
using Publisher.Feeds;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Social;
using Publisher.Storage;
using Publisher.Subscribers;

namespace Publisher.App.Hosting;

/// <summary>Puts the product together from settings, a storage account and a clock. The one place that knows how.</summary>
public static class Composition
{
    public static IServiceCollection AddPublisher(this IServiceCollection services, PublisherSettings settings, StorageAccount storage, TimeProvider clock)
    {
        services.AddSingleton(settings).AddSingleton(clock).AddSingleton(settings.Zone).AddSingleton(settings.Organisation).AddSingleton(settings.Districts);
        services.AddSingleton(settings.Programmes).AddSingleton(settings.Look).AddSingleton(settings.Notices).AddSingleton<PageFrame>();
        services.AddSingleton(storage.Blobs).AddSingleton(storage.Queues).AddSingleton(storage.Tables);
        services.AddSingleton(Templates.Load(Path.Combine(AppContext.BaseDirectory, "templates")));
        services.AddSingleton(new AssetStore(storage.Blobs, AssetFolders(settings)));
        services.AddSingleton(provider => new TemplateOverrides(
            storage.Blobs, provider.GetRequiredService<Templates>(), clock, Tell(provider, "Publisher.Templates")));
        services.AddSingleton<Func<Templates, DigestRenderer>>(provider => templates => ActivatorUtilities.CreateInstance<DigestRenderer>(provider, templates));
        services.AddSingleton(new Sender(settings.Mail.From, settings.Mail.ReplyTo, settings.PublicUrl));
        services.AddSingleton(new LinkSecrets(settings.Secret, settings.OldSecrets)).AddSingleton<LinkTokens>(provider => new LinkTokens(provider.GetRequiredService<LinkSecrets>()));
        services.AddSingleton(settings.Retention);
        services.AddSingleton(provider => new ReturnPaths(provider.GetRequiredService<LinkSecrets>(), settings.Mail.Bounces));
        services.AddSingleton<FeedbackLog>().AddSingleton<TakeFeedback>().AddSingleton<TakeReport>().AddSingleton<LiftSuppression>();
        services.AddSingleton<IReadOnlyList<Digest>>([settings.Digest]);
        services.AddSingleton(DeliveryRules.Default with
        {
            PassTime = NodaTime.Duration.FromTimeSpan(settings.PassTime),
            WindowSize = DeliveryRules.WindowFor(settings.Mail.PerMinute, settings.Mail.PerHour),
        });
        services.AddSingleton<IMailTransports, MailTransports>();
        services.AddSingleton(Networks(settings));
        services.AddSingleton(provider => new PostText(
            provider.GetRequiredService<Templates>(), settings.Organisation, settings.PublicUrl, settings.Zone));

        services.AddSingleton<WorkQueues>().AddSingleton<Watermarks>().AddSingleton<StorageSetup>();
        services.AddSingleton<Items>().AddSingleton<ImportItems>().AddSingleton<ExportItems>();
        services.AddSingleton<SubscriberList>().AddSingleton<Suppressions>().AddSingleton<SubscriberHistory>().AddSingleton<ImportSubscribers>().AddSingleton<ExportSubscribers>();
        services.AddSingleton<Erasures>().AddSingleton<EraseSubscriber>().AddSingleton<ProveConsent>().AddSingleton<ApplyRetention>();
        services.AddSingleton(provider => new ChangePreferences(
            provider.GetRequiredService<SubscriberList>(), settings.Districts, provider.GetRequiredService<Templates>().Languages));
        services.AddSingleton(settings.SignUp).AddSingleton<FormTimes>().AddSingleton<ConsentTexts>();
        services.AddSingleton(provider => new SignUpLimits(
            storage.Tables, provider.GetRequiredService<LinkSecrets>(), provider.GetRequiredService<SignUpRules>(), clock, Tell(provider, "Publisher.SignUp")));
        services.AddSingleton<AskToSubscribe>().AddSingleton<ConfirmSubscription>();
        services.AddSingleton<NoticeTable>().AddSingleton<ComposeNotice>().AddSingleton<SendNotice>();
        services.AddSingleton<DigestRenderer>().AddSingleton<EditionList>().AddSingleton<EditionBlobs>().AddSingleton<DigestWatermarks>();
        services.AddSingleton<Candidates>().AddSingleton<CompileEdition>().AddSingleton<PrepareEdition>().AddSingleton<AnnounceItem>();
        services.AddSingleton<Batches>().AddSingleton<Recipients>().AddSingleton<DispatchEditions>().AddSingleton<SendBatch>().AddSingleton<CloseEdition>().AddSingleton<PreviewEdition>();
        services.AddSingleton<Posts>().AddSingleton<CollectContent>().AddSingleton<PublishPost>();
        services.AddSingleton<ArchivePages>();
        services.AddSingleton(provider => new CalendarFiles(
            provider.GetRequiredService<Items>(), provider.GetRequiredService<Templates>(), settings.Mail.From, settings.PublicUrl, settings.Zone));
        services.AddSingleton(new FeedPublisher(settings.Organisation, settings.Mail.From, settings.PublicUrl)).AddSingleton<FeedFiles>();
        return services;
    }

    /// <summary>A sentence for staff becomes a line of the log.</summary>
    private static Action<string> Tell(IServiceProvider provider, string category) =>
        sentence => provider.GetService<ILoggerFactory>()?.CreateLogger(category).LogWarning("{Sentence}", sentence);

    private static IReadOnlyList<string> AssetFolders(PublisherSettings settings)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "assets");
        return settings.Assets is { } own ? [own, shipped] : [shipped];
    }

    private static IReadOnlyList<ISocialNetwork> Networks(PublisherSettings settings) =>
        settings.Outbox is { } folder ? [new OutboxNetwork("facebook", Path.Combine(folder, "social"))] : [];
}
