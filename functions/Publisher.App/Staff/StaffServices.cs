using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console;
using Publisher.App.Staff.Console.Approving;
using Publisher.App.Staff.Console.Board;
using Publisher.App.Staff.Console.Editing;
using Publisher.App.Staff.Console.Previews;
using Publisher.Board;

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
        return services.AddSingleton<AnnouncementsApi>().AddSingleton<CorrectionsApi>().AddSingleton<EditionStatusApi>().AddSingleton<PostsApi>().AddSingleton<EditionSteeringApi>().AddSingleton<EditionMissedApi>();
    }
}
