using System.Text;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.Testing;

/// <summary>Lists of subscribers that stand in a test instead of in a file.</summary>
public static class ListOfPeople
{
    public static SubscriberFile Of(string text, string? source = null, string name = "people.csv") => Of(Encoding.UTF8.GetBytes(text), source, name);

    public static SubscriberFile Of(byte[] file, string? source = null, string name = "people.csv", string? encoding = null) =>
        SubscriberFile.Open(new MemoryStream(file), name, source, encoding);

    public static Task<SubscriberImport> TextAsync(this ImportSubscribers import, string text, string source) =>
        import.RunAsync(Of(text, source), new SubscriberImportRules(), null, null, null, CancellationToken.None);
}
