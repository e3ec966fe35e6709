using Publisher.App.Settings;
using Publisher.App.Staff.Access;
using Publisher.Staff;

namespace Publisher.App.Staff.Console.Send;

/// <summary>Who may let things out that nobody could look at before: posts, what is resumed, what is tried again.</summary>
public sealed class SendingRole(StaffSettings settings, ConsolePages pages)
{
    public bool FourEyes => settings.FourEyes;

    public bool Has(HttpContext context) => context.Staff().Role.Contains(settings.Sender);

    /// <returns>What to answer instead; null where they may.</returns>
    public IResult? Refuse(HttpContext context) => Has(context) ? null : pages.RoleTooSmall(context, settings.Sender);
}
