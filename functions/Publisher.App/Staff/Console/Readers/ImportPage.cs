using NodaTime;
using Publisher.App.Public;
using Publisher.App.Staff.Access;
using Publisher.Rendering;
using Publisher.Staff;
using Publisher.Subscribers.Import;

namespace Publisher.App.Staff.Console.Readers;

/// <summary>Taking a list of people in: it is uploaded, checked as a whole, shown for what it brings, and only then imported, by a queue.</summary>
public sealed class ImportPage(ListUploads uploads, TakeList take, AuditLog audit, ConsolePages pages, DateTimeZone zone, TimeProvider clock)
{
    public const string Path = "/staff/audience/import";

    /// <summary>Octets of the form: twice a list, for who sends a larger one is to be told so in words.</summary>
    public const int FormLimit = 2 * ListUploads.MaxSize;

    /// <summary>Characters.</summary>
    private const int MaxSource = 200;

    private const int MaxName = 100;

    /// <summary>A step that takes longer failed, or its queue is not worked on.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(10);

    public IResult Show(HttpContext context) => Form(context, "", false, false, []);

    public async Task<IResult> UploadAsync(HttpContext context)
    {
        var (texts, form, stop) = (pages.TextsFor(context), context.StaffForm(), context.RequestAborted);
        var (source, skip, suppress, file) = (form["source"].ToString().Trim(), form["skip"].Count > 0, form["suppress"].Count > 0, form.Files.GetFile("list"));
        var faults = new List<object>();
        if (file is null || file.Length == 0) faults.Add(Fault("list", texts["importNoFile"]));
        else if (file.Length > ListUploads.MaxSize) faults.Add(Fault("list", texts.Fill("importTooLarge", ("mb", $"{ListUploads.MaxSize / 1024 / 1024}"))));
        if (source.Length > MaxSource || source.Any(char.IsControl)) faults.Add(Fault("source", texts.Fill("importSourceFault", ("most", $"{MaxSource}"))));
        if (faults.Count > 0) return Form(context, source, skip, suppress, faults);
        await using var stream = file!.OpenReadStream();
        var name = System.IO.Path.GetFileName(file.FileName.Replace('\\', '/'));
        var upload = await uploads.AddAsync(await BinaryData.FromStreamAsync(stream, stop), name.Length > MaxName ? name[..MaxName] : name, source, skip, suppress, context.Staff().Name, stop);
        // Written down before anything is done with it.
        await audit.RecordAsync(context.Staff().Name, AuditVerbs.CheckList, upload.Short, "", "", CancellationToken.None);
        await take.CheckAsync(upload, CancellationToken.None);
        return pages.SeeOther(context, $"{Path}/{upload.Id}");
    }

    public async Task<IResult> StatusAsync(HttpContext context, string id)
    {
        if (await uploads.FindAsync(id, context.RequestAborted) is not var (upload, _)) return pages.NotFound(context);
        var (texts, strings) = (pages.TextsFor(context), pages.StringsFor(context));
        var since = Instant.FromUnixTimeTicks(upload.Since);
        var goesOn = upload.State is ListUploadState.Checking or ListUploadState.Importing;
        var late = goesOn && clock.Now() - since > Patience;
        return pages.Render(context, "import-list", texts["importTitle"], PageModel.Map(
            ("live", goesOn && !late ? $"{Path}/{id}" : ""),
            ("name", upload.Name),
            ("state", texts["importState" + upload.State]),
            ("badge", upload.State switch { ListUploadState.Imported => "good", ListUploadState.Refused => "bad", ListUploadState.Checked => "calm", _ => "off" }),
            ("since", new Words(strings, zone).Moment(since.Local(zone))),
            ("busy", goesOn && !late ? texts["importBusy"] : ""),
            ("late", late),
            ("results", upload.Result is { } result ? Results(texts, strings, result, upload.State == ListUploadState.Imported) : []),
            ("leftOut", upload.Result?.LeftOut ?? ""),
            ("faults", upload.Faults.Select(fault => (object)PageModel.Map(("line", fault.Line is { } line ? $"{line}" : ""), ("field", fault.Field), ("text", TextOf(texts, fault)), ("lang", KeyOf(texts, fault) is null ? "en" : ""))).ToList()),
            ("notes", upload.Notes.Select(note => (object)note).ToList()),
            ("may", upload.MayBeImported),
            ("stopped", upload.State == ListUploadState.Checked && !upload.MayBeImported ? texts[upload.Result is { Refused: > 0 } && !upload.SkipRefused ? "importStopped" : "importNothing"] : ""),
            ("again", Path),
            ("action", $"{Path}/{id}")));
    }

    public async Task<IResult> ImportAsync(HttpContext context, string id)
    {
        var texts = pages.TextsFor(context);
        if (!ListUploads.IsId(id) || await uploads.FindAsync(id, context.RequestAborted) is null) return pages.NotFound(context);
        return await take.ImportAsync(id, context.RequestAborted)
            ? pages.SeeOther(context, $"{Path}/{id}")
            : pages.SeeOther(context, $"{Path}/{id}", texts["importNotNow"], FlashKind.Note);
    }

    /// <summary>What is wrong, in this language where it has words for that.</summary>
    private static string TextOf(Strings texts, Fault fault) => KeyOf(texts, fault) is { } key ? texts.Fill(key, [.. fault.Arguments]) : fault.Text;

    private static string? KeyOf(Strings texts, Fault fault) => $"importFault{Words.Capital(fault.Code)}" is var key && fault.Code.Length > 0 && texts.Has(key) ? key : null;

    private IResult Form(HttpContext context, string source, bool skip, bool suppress, List<object> faults)
    {
        var texts = pages.TextsFor(context);
        return pages.Render(
            context, "import", texts["importTitle"],
            PageModel.Map(
                ("action", Path), ("back", AudiencePage.Path), ("mb", $"{ListUploads.MaxSize / 1024 / 1024}"), ("source", source), ("skip", skip), ("suppress", suppress), ("faults", faults),
                ("listFault", TextOf(faults, "list")), ("sourceFault", TextOf(faults, "source"))),
            faults.Count > 0 ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK, faults.Count > 0 ? texts["faultMark"] : "");
    }

    private static List<object> Results(Strings texts, Strings strings, SubscriberImport result, bool done) =>
    [
        Number(texts[done ? "importAdded" : "importToAdd"], strings.Number(result.Added)), Number(texts["importKept"], strings.Number(result.Kept)), Number(texts["importSuppressed"], strings.Number(result.Suppressed)),
        Number(texts["importRefused"], strings.Number(result.Refused)), Number(texts["importNewlySuppressed"], strings.Number(result.NewlySuppressed)),
    ];

    private static Dictionary<string, object?> Number(string name, string value) => PageModel.Map(("name", name), ("value", value));

    private static Dictionary<string, object?> Fault(string field, string text) => PageModel.Map(("target", field), ("text", text));

    private static string TextOf(List<object> faults, string field) =>
        faults.Cast<Dictionary<string, object?>>().Where(fault => (string)fault["target"]! == field).Select(fault => (string)fault["text"]!).FirstOrDefault("");
}
