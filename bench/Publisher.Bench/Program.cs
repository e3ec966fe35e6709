using Publisher.Bench;

switch (args)
{
    case ["smtp"]:
        return await SmtpRun.RunAsync(new());
    case ["compare"]:
        return await CompareRun.RunAsync(new() { Count = BenchSettings.Number("COUNT", 20_000), Connections = BenchSettings.Number("CONNECTIONS", 8) });
    case ["sink"]:
        return Sink.Run();
    case ["smtpclient"]:
        return await SmtpClientRun.RunAsync(new());
    case ["parts"]:
        return PartsRun.Run(new());
    case ["edition"]:
        return await EditionRun.RunAsync();
    case ["console"]:
        return await ConsoleRun.RunAsync();
    case ["edition-send"]:
        return await EditionSend.RunAsync();
    default:
        await Console.Error.WriteLineAsync("Publisher.Bench -- smtp | compare | parts | edition | console");
        return 2;
}
