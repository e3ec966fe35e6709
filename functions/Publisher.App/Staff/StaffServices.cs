using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.App.Staff.Console;

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
        return services.AddSingleton<AnnouncementsApi>().AddSingleton<CorrectionsApi>().AddSingleton<EditionStatusApi>().AddSingleton<PostsApi>().AddSingleton<EditionSteeringApi>().AddSingleton<EditionMissedApi>();
    }
}
