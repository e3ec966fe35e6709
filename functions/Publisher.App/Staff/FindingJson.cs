using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Editions.Gates;
using NodaTime;

namespace Publisher.App.Staff;

/// <summary>What the gates found, and what would come of something, as the API tells it.</summary>
internal static class FindingJson
{
    /// <param name="fieldOf">A finding's field as the request calls it.</param>
    public static IEnumerable<object> Of(IReadOnlyList<Finding> findings, Func<string, string> fieldOf) => findings.OrderBy(finding => finding.Severity)
        .Select(finding => new { field = fieldOf(finding.Field), text = finding.Text, severity = finding.Severity.ToString().ToLowerInvariant() });

    /// <summary>422, with all that was found.</summary>
    public static IResult Of(GateException gates, Func<string, string> fieldOf) => Results.Problem(
        title: gates.Message,
        detail: string.Join("; ", gates.Faults.Select(fault => $"{fieldOf(fault.Field)}: {fault.Text}")),
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["findings"] = Of(gates.Findings, fieldOf) });

    /// <summary>What a dry run tells.</summary>
    /// <param name="told">Null where it goes by no mail.</param>
    /// <param name="counted">When the readers were counted.</param>
    public static Dictionary<string, object?> Of(DraftedEdition draft, EditionForecast? told, Instant begins, Instant? counted, Func<string, string> fieldOf) => new(StringComparer.Ordinal)
    {
        ["dryRun"] = true,
        ["edition"] = draft.Edition.Id,
        ["recipients"] = told?.Recipients ?? 0,
        ["counted"] = told is null ? null : counted?.ToString(),
        ["minutes"] = told is null ? 0 : (int)Math.Ceiling(told.Length.TotalMinutes),
        ["begins"] = begins.ToString(),
        ["lastMessage"] = told is { } mailed && mailed.Length > Duration.Zero ? (mailed.Begins + mailed.Length).ToString() : null,
        ["warnings"] = told?.WarningsOf(draft) ?? [],
        ["isSendable"] = draft.Rendered.Blocking.Count == 0,
        ["findings"] = Of(draft.Rendered.Findings, fieldOf),
        ["sample"] = new { subject = draft.Rendered.Subject, text = draft.Rendered.Text },
    };
}
