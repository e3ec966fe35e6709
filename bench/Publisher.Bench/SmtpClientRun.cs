using System.Net.Mail;
using System.Net.Mime;
using System.Text;

namespace Publisher.Bench;

/// <summary>The standard digest by System.Net.Mail, a client kept for each connection.</summary>
internal static class SmtpClientRun
{
    public static async Task<int> RunAsync(BenchSettings settings)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(settings.TemplateFolder, "digest.txt"));
        var html = await File.ReadAllTextAsync(Path.Combine(settings.TemplateFolder, "digest.html"));
        using var rows = File.ReadLines(settings.Recipients).Skip(settings.Offset).Take(settings.Count).GetEnumerator();
        await Task.WhenAll(Enumerable.Range(0, settings.Connections).Select(_ => Task.Run(SendAsync)));
        return 0;

        async Task SendAsync()
        {
            using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Encrypts };
            while (Next() is { } row)
            {
                using var message = Compose(row.Split('\t'), text, html);
                await client.SendMailAsync(message);
            }
        }

        string? Next()
        {
            lock (rows) return rows.MoveNext() ? rows.Current : null;
        }
    }

    private static MailMessage Compose(string[] row, string text, string html)
    {
        var (address, name, token) = (row[0], row[1], row[2]);
        var message = new MailMessage(
            new MailAddress(StandardDigest.AuthorAddress, StandardDigest.Author, Encoding.UTF8), new MailAddress(address, name, Encoding.UTF8))
        {
            Subject = StandardDigest.Subject,
            SubjectEncoding = Encoding.UTF8,
        };
        message.Headers.Add("Message-ID", $"<{token}@news.example.test>");
        message.Headers.Add("List-Id", "<biuletyn.news.example.test>");
        message.Headers.Add("List-Unsubscribe", $"<{StandardDigest.Site}/u/{token}>");
        message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        foreach (var (template, type) in new[] { (text, MediaTypeNames.Text.Plain), (html, MediaTypeNames.Text.Html) })
        {
            var view = AlternateView.CreateAlternateViewFromString(Fill(template, name, token), Encoding.UTF8, type);
            view.TransferEncoding = TransferEncoding.QuotedPrintable;
            message.AlternateViews.Add(view);
        }
        return message;
    }

    private static string Fill(string template, string name, string token) => template
        .Replace("{{name}}", name, StringComparison.Ordinal)
        .Replace("{{unsubscribe_url}}", $"{StandardDigest.Site}/u/{token}", StringComparison.Ordinal)
        .Replace("{{preferences_url}}", $"{StandardDigest.Site}/p/{token}", StringComparison.Ordinal)
        .Replace("{{web_url}}", $"{StandardDigest.Site}/w/{token}", StringComparison.Ordinal);
}
