using Publisher.App.Api;
using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console;
using Publisher.App.Staff.Console.Approving;
using Publisher.App.Staff.Console.Board;
using Publisher.App.Staff.Console.Editing;
using Publisher.App.Staff.Console.Previews;
using Publisher.Board;
using Publisher.App.Staff.Console.Readers;
using Publisher.App.Staff.Console.Reporting;
using Publisher.App.Staff.Console.Installation;
using Publisher.App.Staff.Console.Send;

namespace Publisher.App.Staff;

/// <summary>What answers staff: the API and the console.</summary>
public static class StaffServices
{
    public static IServiceCollection AddStaffPages(this IServiceCollection services, PublisherSettings settings)
    {
        services.AddSingleton(settings.Staff).AddSingleton<StaffCookies>().AddSingleton<Protector>().AddSingleton<PlatformPrincipal>().AddSingleton<SameSite>();
        services.AddSingleton<StaffGate>().AddSingleton<SignInPage>();
        services.AddSingleton<ConsoleLanguage>().AddSingleton<FlashMessages>().AddSingleton<ConsoleFiles>().AddSingleton<ConsoleFrame>().AddSingleton<ConsolePages>();
        services.AddSingleton<BoardPage>().AddSingleton<AuditLogPage>();
        services.AddSingleton<ToldWrong>().AddSingleton<FormPosts>().AddSingleton<ItemFormPage>().AddSingleton<EditQuestions>().AddSingleton<ItemPage>();
        services.AddSingleton<ItemPreviewPage>().AddSingleton<NextMailPage>().AddSingleton<ApprovalsPage>().AddSingleton<ItemApprovalPage>();
        services.AddSingleton<TakeBack>().AddSingleton<TakeBackPage>().AddSingleton<ApprovalsApi>();
        services.AddSingleton<AudienceCharts>().AddSingleton<AudiencePage>().AddSingleton<PersonPage>().AddSingleton<ImportPage>().AddSingleton<ReportsPage>();
        services.AddSingleton<SettingsPage>().AddSingleton<DoctorPage>().AddSingleton<ApiDescription>();
        services.AddSingleton<SendWordsOf>().AddSingleton<SendingRole>().AddSingleton<AnnounceOnChannels>().AddSingleton<CountReaders>().AddSingleton<TestMail>();
        services.AddSingleton<EditionsPage>().AddSingleton<EditionPage>().AddSingleton<EditionActions>().AddSingleton<EditionViews>().AddSingleton<ReviewPage>();
        services.AddSingleton<AnnouncePage>().AddSingleton<CorrectPage>().AddSingleton<PostsPage>().AddSingleton<PostPage>();
        return services.AddSingleton<AnnouncementsApi>().AddSingleton<CorrectionsApi>().AddSingleton<EditionStatusApi>().AddSingleton<PostsApi>().AddSingleton<EditionSteeringApi>().AddSingleton<EditionMissedApi>();
    }
}
