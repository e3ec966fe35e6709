using Publisher.Content.Editing;

namespace Publisher.App.Staff.Console.Editing;

/// <summary>What the audit log calls what is done to items.</summary>
internal static class ItemVerbs
{
    public const string Ask = "item-ask";
    public const string Approve = "item-approve";
    public const string Refuse = "item-refuse";
    public const string Bypass = "item-bypass";

    public static string Of(EditAction action, bool isNew) => action switch
    {
        EditAction.Publish => "item-publish",
        EditAction.Withdraw => "item-withdraw",
        EditAction.Restore => "item-restore",
        _ => isNew ? "item-add" : "item-save",
    };
}
