namespace Publisher.App.Staff.Console.Send;

/// <summary>What is written into the audit log of what was sent; <c>verb…</c> of the console's strings says it in words.</summary>
internal static class SendVerbs
{
    public const string Prepare = "edition-prepare";
    public const string Send = "edition-send";
    public const string Ask = "edition-ask";
    public const string Test = "edition-test";
    public const string Approve = "edition-approve";
    public const string Refuse = "edition-refuse";
    public const string Bypass = "edition-bypass";
    public const string Correct = "correct";
}
