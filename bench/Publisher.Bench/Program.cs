using Publisher.Bench;

switch (args)
{
    case ["smtp"]:
        return await SmtpRun.RunAsync(new());
    default:
        await Console.Error.WriteLineAsync("Publisher.Bench -- smtp | compare");
        return 2;
}
