using Publisher.App.Doctor;
using Publisher.App.Public;

namespace Publisher.App.Staff.Console.Installation;

/// <summary>What <c>publisher doctor</c> finds, from where the app runs. It takes some seconds and speaks with others, so it is done when somebody asks.</summary>
public sealed class DoctorPage(Examination examination, ConsolePages pages)
{
    public const string Path = "/staff/settings/doctor";

    public IResult Show(HttpContext context) => Page(context, null);

    /// <summary>Nothing is changed and nothing is kept, so what is found is the answer itself.</summary>
    public async Task<IResult> RunAsync(HttpContext context) => Page(context, await examination.RunAsync(context.RequestAborted));

    private IResult Page(HttpContext context, IReadOnlyList<DoctorFinding>? found)
    {
        var texts = pages.TextsFor(context);
        return pages.Render(context, "doctor", texts["doctorTitle"], PageModel.Map(
            ("action", Path),
            ("back", SettingsPage.Path),
            ("ran", found is not null),
            ("verdict", found is null ? "" : texts[found.Any(finding => finding.State == DoctorState.Todo) ? "doctorIll" : "doctorWell"]),
            ("verdictKind", found is not null && found.Any(finding => finding.State == DoctorState.Todo) ? "warn" : "good"),
            ("findings", (found ?? []).Select(finding => (object)PageModel.Map(
                ("name", DoctorWords.NameOf(texts, finding.Check)),
                ("state", texts["doctorState" + finding.State]),
                ("badge", finding.State switch { DoctorState.Good => "good", DoctorState.Todo => "bad", _ => "off" }),
                ("text", finding.In(texts)))).ToList())));
    }
}
