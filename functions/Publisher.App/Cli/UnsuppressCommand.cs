using System.CommandLine;
using Publisher.App.Staff.Recorded;
using Publisher.Feedback;
using Publisher.Staff;
using Publisher.Subscribers;

namespace Publisher.App.Cli;

/// <summary><c>publisher subscriber unsuppress ADDRESS --reason TEXT</c>.</summary>
public static class UnsuppressCommand
{
    public static Command Create()
    {
        var address = SubscriberCommand.AddressArgument();
        var why = new Option<string>("--reason") { Description = "Why it may be mailed again, in words for its history; no address.", Required = true };
        var command = new Command("unsuppress", "Lets an address be mailed again that bounced or complained. A subscription that a complaint ended stays ended.") { address, why };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (Address.Parse(parsed.GetRequiredValue(address), out var fault) is not { } found) throw new RefusedException("That is no address.", [new Fault("address", fault)]);
            var reason = parsed.GetRequiredValue(why).Trim();
            if (reason.Length is 0 or > LiftSuppression.MaxReason || reason.Contains('@', StringComparison.Ordinal) || reason.Any(char.IsControl))
                throw new RefusedException("Nothing was changed.", [new Fault("--reason", $"must say why in one line of at most {LiftSuppression.MaxReason} characters, without an address")]);
            await using var workspace = await Workspace.OpenAsync(cancellationToken);
            if (await workspace.Get<RecordedReaders>().LiftAsync(SubscriberKey.Of(found), reason, AuditVerbs.CommandLine, cancellationToken) is not { } lifted)
                throw new RefusedException($"„{found.Mailbox}” is not suppressed.", []);
            var person = await workspace.Get<SubscriberList>().FindAsync(SubscriberKey.Of(found), cancellationToken);
            await Console.Out.WriteLineAsync(person is { Status: SubscriptionStatus.Confirmed }
                ? $"It was suppressed ({lifted.Reason}) and is mailed again from now on."
                : $"It was suppressed ({lifted.Reason}) and is so no more. It has no confirmed subscription: they can sign up again.");
            return ExitCode.Done;
        });
        return command;
    }
}
