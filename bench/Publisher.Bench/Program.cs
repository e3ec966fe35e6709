using Publisher.Bench;

switch (args)
{
    case ["smtp"]:
        return await SmtpRun.RunAsync(new());
    case ["parts"]:
        return PartsRun.Run(new());
    default:
        await Console.Error.WriteLineAsync("Publisher.Bench -- smtp | compare | parts");
        return 2;
}
