
namespace Publisher.App.Doctor;

/// <summary>What the doctor looks at, in this order.</summary>
public static class DoctorServices
{
    public static IServiceCollection AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton(new TxtRecords()).AddSingleton<FunctionList>().AddSingleton<Examination>();
        services.AddSingleton<IDoctorCheck, StorageCheck>();
        services.AddSingleton<IDoctorCheck>(provider => ActivatorUtilities.CreateInstance<ClockCheck>(provider, provider.GetRequiredService<TimeProvider>(), TimeProvider.System));
        return services
            .AddSingleton<IDoctorCheck, UrlCheck>().AddSingleton<IDoctorCheck, RelayCheck>().AddSingleton<IDoctorCheck, DkimCheck>().AddSingleton<IDoctorCheck, SocialCheck>()
            .AddSingleton<IDoctorCheck, TimerCheck>().AddSingleton<IDoctorCheck, PoisonCheck>().AddSingleton<IDoctorCheck, StaffCheck>().AddSingleton<IDoctorCheck, SecretCheck>()
            .AddSingleton<IDoctorCheck, ProgrammeCheck>().AddSingleton<IDoctorCheck, TemplateCheckup>().AddSingleton<IDoctorCheck, ZoneCheck>();
    }
}
