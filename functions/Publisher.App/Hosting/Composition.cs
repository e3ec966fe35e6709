using Publisher.App.Doctor;
using Publisher.App.Public;
using Publisher.App.Settings;
using Publisher.Approvals;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Recorded;
using Publisher.Archive;
using Publisher.Board;
using Publisher.Calendar;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Content.Pictures;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using Publisher.Feedback;
using Publisher.Feeds;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.SignUp;
using Publisher.Staff;
using Publisher.Storage;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

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
        services.AddSingleton<IReadOnlyList<Digest>>(settings.Digests).AddSingleton<RhythmOffer>();
        services.AddSingleton(DeliveryRules.Default with
        {
            PassTime = NodaTime.Duration.FromTimeSpan(settings.Delivery.PassTime),
            RetryFor = NodaTime.Duration.FromTimeSpan(settings.Delivery.RetryFor),
            WindowSize = DeliveryRules.WindowFor(settings.Mail.Quota.PerMinute),
            // What goes into files has no relay.
            Quota = settings.Mail.Transport == MailTransportKind.Smtp ? settings.Mail.Quota : RelayQuota.None,
        });
        services.AddSingleton<IMailTransports, MailTransports>();
        services.AddSocial(settings, clock);
        services.AddSingleton<WorkQueues>().AddSingleton<Watermarks>().AddSingleton<RequestKeys>().AddSingleton<StorageSetup>();
        services.AddSingleton<Items>().AddSingleton<ImportItems>().AddSingleton<ExportItems>().AddSingleton<ItemForm>().AddSingleton<EditItem>();
        services.AddSingleton(provider => EditionGate.ForPublishing(settings.Programmes, provider.GetRequiredService<Templates>().Languages));
        services.AddSingleton(new ItemPictures(storage.Blobs, settings.PublicUrl)).AddSingleton<ChannelStates>();
        services.AddSingleton<KeptForms>().AddSingleton<PreviewItem>().AddSingleton<SaveItem>().AddSingleton<ApproveItem>();
        services.AddSingleton(provider => new KeptElsewhere("forms of items", provider.GetRequiredService<KeptForms>().ForgetAsync));
        services.AddSingleton<SubscriberList>().AddSingleton<Suppressions>().AddSingleton<SubscriberHistory>().AddSingleton<ImportSubscribers>().AddSingleton<ExportSubscribers>();
        services.AddSingleton<Erasures>().AddSingleton<EraseSubscriber>().AddSingleton<ProveConsent>().AddSingleton<ApplyRetention>();
        services.AddSingleton(provider => new ChangePreferences(
            provider.GetRequiredService<SubscriberList>(), settings.Districts, provider.GetRequiredService<Templates>().Languages, provider.GetRequiredService<RhythmOffer>().All, settings.Zone, clock));
        services.AddSingleton<ChooseCall>().AddSingleton<MoveAddress>().AddSingleton<AskToMove>().AddSingleton<ReturnSubscriber>();
        services.AddSingleton<EndedCalls>().AddSingleton<CallsThatEnded>(provider => provider.GetRequiredService<EndedCalls>().LoadAsync);
        services.AddSingleton(settings.SignUp).AddSingleton<FormTimes>().AddSingleton<ConsentTexts>();
        services.AddSingleton(provider => new SignUpLimits(
            storage.Tables, provider.GetRequiredService<LinkSecrets>(), provider.GetRequiredService<SignUpRules>(), clock, Tell(provider, "Publisher.SignUp")));
        services.AddSingleton<AskToSubscribe>().AddSingleton<ConfirmSubscription>();
        services.AddSingleton<NoticeTable>().AddSingleton<ComposeNotice>().AddSingleton<SendNotice>();
        services.AddSingleton(new AlertReaders(settings.AlertsTo)).AddSingleton<WarnStaff>();
        services.AddSingleton<DigestRenderer>().AddSingleton<EditionList>().AddSingleton<EditionBlobs>().AddSingleton<DigestWatermarks>();
        services.AddSingleton<Candidates>().AddSingleton<CompileEdition>().AddSingleton<Folding>().AddSingleton<PrepareEdition>().AddSingleton<AnnounceItem>().AddSingleton<CorrectItem>();
        services.AddSingleton(new ReminderRules(settings.Reminders)).AddSingleton<PrepareReminders>();
        services.AddSingleton<Batches>().AddSingleton<RelayPaces>().AddSingleton<RelayBookings>().AddSingleton<ReadersTold>().AddSingleton<PlanEdition>().AddSingleton<QueueBatches>().AddSingleton<LookAhead>();
        services.AddSingleton<Recipients>().AddSingleton<ApprovalList>().AddSingleton(new FourEyes(settings.Staff.FourEyes)).AddSingleton<ApproveEdition>().AddSingleton<DispatchEditions>().AddSingleton<SendBatch>().AddSingleton<CloseEdition>().AddSingleton<PreviewEdition>();
        services.AddSingleton<SteerEdition>().AddSingleton<MissedReaders>().AddSingleton<ForgetLedgers>().AddSingleton<ForecastEdition>();
        services.AddSingleton<ForgetNotices>(provider => provider.GetRequiredService<NoticeTable>().RemoveAsync);
        services.AddSingleton(provider => new KeptElsewhere("counts of sign-ups", (now, stop) => provider.GetRequiredService<SignUpLimits>().ForgetAsync(now.InUtc().Date, stop)));
        services.AddSingleton(provider => new KeptElsewhere("outcomes of notices", (now, stop) => provider.GetRequiredService<NoticeTable>().ForgetAsync(now.InUtc().Date, stop)));
        services.AddSingleton(provider => new KeptElsewhere("ledgers of editions", provider.GetRequiredService<ForgetLedgers>().RunAsync));
        services.AddSingleton(new StaffDirectory(storage.Tables, settings.Staff.Keys, clock)).AddSingleton(settings.Staff.Sessions).AddSingleton<StaffSessions>();
        services.AddSingleton(new SignInGuard(storage.Tables, settings.Secret, clock)).AddSingleton<AuditLog>().AddSingleton<AuditedChanges>().AddSingleton<ProtectionKeys>();
        services.AddSingleton<RecordedEditions>().AddSingleton<RecordedPosts>().AddSingleton<RecordedReaders>();
        services.AddSingleton(provider => new KeptElsewhere("sessions of staff", provider.GetRequiredService<StaffSessions>().ForgetAsync));
        services.AddSingleton(provider => new KeptElsewhere("counts of sign-ins", provider.GetRequiredService<SignInGuard>().ForgetAsync));
        services.AddSingleton(new ClickCounting(settings.CountsClicks)).AddSingleton(new Clicks(storage.Tables, settings.Zone, new Random())).AddSingleton<CountClicks>().AddSingleton<ReportBlobs>().AddSingleton<CountAudience>().AddSingleton<CountReach>().AddSingleton<AskForCount>().AddSingleton<DailyRound>().AddSingleton<ReportActivity>();
        services.AddSingleton<ListUploads>().AddSingleton<TakeList>().AddSingleton<ListImported>(provider => (list, stop) => provider.GetRequiredService<AuditLog>().RecordAsync(
            list.By, AuditVerbs.ImportList, list.Short, "", list.Result?.ToString() ?? "", stop));
        services.AddSingleton(provider => new KeptElsewhere("uploads of lists", provider.GetRequiredService<ListUploads>().ForgetAsync));
        services.AddDoctor();
        services.AddSingleton<ArchivePages>().AddSingleton<MailsAMonth>();
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
}
