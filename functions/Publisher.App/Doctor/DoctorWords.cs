using Publisher.Rendering;

namespace Publisher.App.Doctor;

/// <summary>What the parts are called.</summary>
public static class DoctorWords
{
    public static string NameOf(Strings texts, string check) => texts["doctorCheck" + Words.Capital(check)];
}
