using System.Buffers.Text;
using System.CommandLine;
using System.Security.Cryptography;
using Publisher.App.Staff;

namespace Publisher.App.Cli;

/// <summary><c>publisher staff add NAME</c>: makes a key for the staff API.</summary>
public static class StaffCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "Whose key it is." };
        var role = new Option<string>("--role") { Description = "What they may do.", DefaultValueFactory = _ => "author" };
        role.AcceptOnlyFromAmong("author", "approver", "admin");
        var add = new Command("add", "Makes a personal key. It is shown once; the settings hold only its hash.") { name, role };
        add.SetAction((parsed, _) =>
        {
            var key = "pub_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            Console.Out.WriteLine($"Key (give it to {parsed.GetRequiredValue(name)}; it is not shown again):");
            Console.Out.WriteLine($"  {key}");
            Console.Out.WriteLine("Settings to add (with the next free number in place of 0):");
            Console.Out.WriteLine($"  Publisher__Staff__Keys__0__Name={parsed.GetRequiredValue(name)}");
            Console.Out.WriteLine($"  Publisher__Staff__Keys__0__Role={parsed.GetValue(role)}");
            Console.Out.WriteLine($"  Publisher__Staff__Keys__0__Hash={StaffAccess.HashOf(key)}");
            return Task.FromResult(ExitCode.Done);
        });
        return new Command("staff", "Keys for the staff API.") { add };
    }
}
