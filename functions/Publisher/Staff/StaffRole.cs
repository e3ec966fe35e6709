namespace Publisher.Staff;

/// <summary>What somebody may do; each contains the one before.</summary>
public enum StaffRole
{
    /// <summary>Writes items, looks at previews, tests sends to oneself; sends where four eyes are not asked for.</summary>
    Author = 1,

    /// <summary>Also sends and approves what others wrote.</summary>
    Approver,

    /// <summary>Also keys of staff, lists of people, erasure and what is never mailed.</summary>
    Admin,
}

public static class StaffRoles
{
    public static IReadOnlyList<StaffRole> All { get; } = [StaffRole.Author, StaffRole.Approver, StaffRole.Admin];

    /// <summary>As it stands in storage, settings and on the command line.</summary>
    public static string Key(this StaffRole role) => role switch
    {
        StaffRole.Author => "author",
        StaffRole.Approver => "approver",
        StaffRole.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    public static bool Contains(this StaffRole role, StaffRole other) => role >= other;

    public static bool TryParse(string text, out StaffRole role)
    {
        foreach (var known in All)
        {
            if (!string.Equals(known.Key(), text, StringComparison.Ordinal)) continue;
            role = known;
            return true;
        }

        role = default;
        return false;
    }
}
