var a = await Publisher.App.Local.Azurite.StartAsync(null); Console.WriteLine(a.ConnectionString); await a.DisposeAsync();
return 0;
