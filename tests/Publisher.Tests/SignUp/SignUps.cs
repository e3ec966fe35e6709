using Publisher.Content;
using Publisher.Editions;
using Publisher.Rendering;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.Tests.SignUp;

/// <summary>Signing up as a test does it.</summary>
internal static class SignUps
{
    public static Network Home { get; } = Of(1);

    /// <summary>One of many networks.</summary>
    public static Network Of(int number) => new($"10.{number / 256}.{number % 256}.0/24");

    public static SignUpRequest Request(string address, Interests? interests = null, string language = "pl", ReaderRole? role = null) => new(
        Address.Parse(address, out _)!, "Ala", language, interests ?? Interests.Everything, role, new ConsentText(language, "I agree.", $"{language}-0123"));

    public static Task<SignUpOutcome> AskAsync(this TestProduct product, string address, Interests? interests = null, Network? network = null) =>
        product.Get<AskToSubscribe>().RunAsync(Request(address, interests), "form", network ?? Home, CancellationToken.None);

    public static async Task<Subscriber?> FindAsync(this TestProduct product, string address) =>
        await product.Get<SubscriberList>().FindAsync(KeyOf(address), CancellationToken.None);

    public static SubscriberKey KeyOf(string address) => SubscriberKey.Of(Address.Parse(address, out _)!);

    public static Task<Subscriber?> ConfirmAsync(this TestProduct product, string address) =>
        product.Get<ConfirmSubscription>().RunAsync(KeyOf(address), Home, CancellationToken.None);

    public static async Task<IReadOnlyList<HistoryEntry>> HistoryAsync(this TestProduct product, string address)
    {
        var entries = new List<HistoryEntry>();
        await foreach (var entry in product.Get<SubscriberHistory>().OfAsync(KeyOf(address), CancellationToken.None)) entries.Add(entry);
        return entries;
    }

    /// <summary>The token of the first link of a kind in a mail's text.</summary>
    public static string Token(this SentMail mail, string kind)
    {
        var text = mail.Message.Text;
        var from = text.IndexOf($"/{kind}/", StringComparison.Ordinal) + kind.Length + 2;
        return text[from..text.IndexOfAny(['\r', '\n', ' '], from)];
    }
}
