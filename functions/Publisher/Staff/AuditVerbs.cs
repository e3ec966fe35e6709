namespace Publisher.Staff;

/// <summary>What the log calls what people do: one word for one thing, from wherever it is done. The console says each in words (<c>verb…</c> of its strings).</summary>
public static class AuditVerbs
{
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string AddStaff = "staff-add";
    public const string RevokeStaff = "staff-revoke";

    public const string AddItem = "item-add";
    public const string SaveItem = "item-save";
    public const string PublishItem = "item-publish";
    public const string WithdrawItem = "item-withdraw";
    public const string RestoreItem = "item-restore";
    public const string AskForItem = "item-ask";
    public const string TakeItemBack = "item-take-back";
    public const string ApproveItem = "item-approve";
    public const string RefuseItem = "item-refuse";
    public const string BypassItem = "item-bypass";
    public const string ImportItems = "items-import";

    public const string Announce = "announce";
    public const string Correct = "correct";
    public const string PrepareEdition = "edition-prepare";
    public const string SendEdition = "edition-send";
    public const string TestEdition = "edition-test";
    public const string AskForEdition = "edition-ask";
    public const string TakeEditionBack = "edition-take-back";
    public const string ApproveEdition = "edition-approve";
    public const string RefuseEdition = "edition-refuse";
    public const string BypassEdition = "edition-bypass";

    /// <summary>With what is done to it: <c>edition-pause</c>, <c>edition-retry</c>.</summary>
    public const string Steer = "edition";

    /// <summary>With what is done to it: <c>post-send</c>, <c>post-drop</c>.</summary>
    public const string Post = "post";

    public const string LookUp = "person-look-up";
    public const string Lift = "suppression-lift";
    public const string Erase = "person-erase";
    public const string CheckList = "list-check";
    public const string ImportList = "list-import";

    /// <summary>For <see cref="AuditEntry.Who"/>: somebody with the settings' secrets, at a terminal.</summary>
    public const string CommandLine = "publisher";
}
