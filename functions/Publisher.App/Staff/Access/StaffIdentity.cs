using Publisher.Staff;

namespace Publisher.App.Staff.Access;

/// <summary>How somebody proved who they are.</summary>
public enum StaffProof
{
    /// <summary>The key itself, with each call of the API.</summary>
    Bearer,

    /// <summary>A key once, and a session since.</summary>
    Session,

    /// <summary>The platform's sign-in.</summary>
    Platform,
}

/// <summary>Who of the staff makes a request.</summary>
/// <param name="Name">For the audit log and for greeting them.</param>
public sealed record StaffIdentity(string Name, StaffRole Role, StaffProof How)
{
    /// <summary>What their forms carry; null for a caller of the API, which has none.</summary>
    public string? Csrf { get; init; }

    // A record would print what forms carry.
    public override string ToString() => $"{Name} ({Role.Key()}, {How})";
}

/// <summary>What the gate knows of a request by the time an endpoint sees it.</summary>
public static class StaffRequest
{
    private static readonly object Form = new();

    /// <summary>Who makes it. There is somebody behind every gate.</summary>
    public static StaffIdentity Staff(this HttpContext context) => context.FindStaff() ?? throw new InvalidOperationException("No gate stands before this endpoint: give it RequireRole.");

    /// <returns>Null where nobody is signed in.</returns>
    public static StaffIdentity? FindStaff(this HttpContext context) => context.Items.TryGetValue(typeof(StaffIdentity), out var found) ? found as StaffIdentity : null;

    /// <summary>The form that was posted, whose token is theirs.</summary>
    public static IFormCollection StaffForm(this HttpContext context) => context.Items.TryGetValue(Form, out var found) && found is IFormCollection form ? form : FormCollection.Empty;

    internal static void Let(this HttpContext context, StaffIdentity staff) => context.Items[typeof(StaffIdentity)] = staff;

    internal static void Keep(this HttpContext context, IFormCollection form) => context.Items[Form] = form;
}
