using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Staff;

/// <summary>How much of a reader's address somebody of the staff sees where there are lists of readers.</summary>
internal static class ReaderAddress
{
    /// <summary>Whole for those who may look an address up; for others enough to tell one reader from the next: <c>a•••@example.org</c>.</summary>
    /// <param name="address">Empty where the subscription is gone; it stays so.</param>
    public static string For(StaffRole role, string address) => role.Contains(StaffRole.Approver) ? address : Address.MaskedOf(address);
}
