using Publisher.App.Cli;

return await CommandLine.RunAsync(args);
