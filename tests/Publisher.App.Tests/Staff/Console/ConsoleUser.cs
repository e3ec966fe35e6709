using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Publisher.Staff;

namespace Publisher.App.Tests.Staff.Console;

/// <summary>Somebody of the staff who reads pages and fills in their forms, as a browser without scripts does.</summary>
public sealed class ConsoleUser : IDisposable
{
    private static int people;

    private readonly StaffBrowser browser;

    private ConsoleUser(string name, StaffBrowser browser) => (Name, this.browser) = (name, browser);

    public string Name { get; }

    public StaffBrowser Browser => browser;

    public static async Task<ConsoleUser> SignInAsync(LocalProduct product, StaffRole role = StaffRole.Author, string language = "en")
    {
        var name = $"Editor {Interlocked.Increment(ref people)}";
        var browser = new StaffBrowser(product.Url);
        using var answer = await browser.SignInAsync(await product.Get<StaffDirectory>().AddAsync(name, role, default));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await browser.ReadAsync($"/staff?lang={language}");
        return new ConsoleUser(name, browser);
    }

    public async Task<ConsolePage> OpenAsync(string path)
    {
        using var answer = await browser.GetAsync(path);
        return await ConsolePage.ReadAsync(path, answer, this);
    }

    /// <summary>Sends a form, and goes where it leads.</summary>
    /// <param name="file">For the field <c>image.file</c>.</param>
    public async Task<ConsolePage> SendAsync(string path, IEnumerable<(string Name, string Value)> fields, (string Name, byte[] Content)? file = null)
    {
        using var body = new MultipartFormDataContent();
        foreach (var (name, value) in fields) body.Add(new StringContent(value), name);
        if (file is { } picture) body.Add(new ByteArrayContent(picture.Content), "image.file", picture.Name);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        using var answer = await browser.SendAsync(request);
        return answer.StatusCode == HttpStatusCode.SeeOther ? await OpenAsync(answer.Headers.Location!.OriginalString) : await ConsolePage.ReadAsync(path, answer, this);
    }

    public void Dispose() => browser.Dispose();
}

/// <summary>A page as somebody sees it.</summary>
public sealed record ConsolePage(string Path, HttpStatusCode Status, string Html, IHtmlDocument Document, ConsoleUser User)
{
    public string Title => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>All its words.</summary>
    public string Text => string.Join(' ', (Document.QuerySelector("main")?.TextContent ?? "").Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    public static async Task<ConsolePage> ReadAsync(string path, HttpResponseMessage answer, ConsoleUser user)
    {
        var html = await answer.Content.ReadAsStringAsync();
        return new ConsolePage(path, answer.StatusCode, html, await new HtmlParser().ParseDocumentAsync(html), user);
    }

    /// <summary>What a form of the page would send: the one with a button of this value.</summary>
    public List<(string Name, string Value)> Fields(string button)
    {
        var form = FormOf(button);
        var fields = new List<(string, string)>();
        foreach (var element in form.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = element.GetAttribute("name")!;
            switch (element)
            {
                case IHtmlInputElement { Type: "file" } or IHtmlInputElement { Type: "checkbox", IsChecked: false }: break;
                case IHtmlInputElement input: fields.Add((name, input.Value)); break;
                case IHtmlTextAreaElement area: fields.Add((name, area.Value)); break;
                case IHtmlSelectElement select: fields.Add((name, select.Value ?? "")); break;
            }
        }

        return fields;
    }

    /// <summary>Changes fields of the form and presses a button of it.</summary>
    public Task<ConsolePage> SendAsync(string button, params ReadOnlySpan<(string Name, string Value)> changes) => SendAsync(button, null, changes);

    public Task<ConsolePage> SendAsync(string button, (string Name, byte[] Content)? file, params ReadOnlySpan<(string Name, string Value)> changes)
    {
        var fields = Fields(button);
        foreach (var (name, value) in changes)
        {
            fields.RemoveAll(field => field.Name == name);
            fields.Add((name, value));
        }

        fields.Add(("do", button));
        return User.SendAsync(FormOf(button).GetAttribute("action") ?? Path, fields, file);
    }

    public IElement? Find(string selector) => Document.QuerySelector(selector);

    private IElement FormOf(string button) => Document.QuerySelectorAll($"button[name=do][value={button}]").Select(found => found.Closest("form")!).FirstOrDefault()
        ?? throw new InvalidOperationException($"{Path} ({(int)Status}, {Title}) has no button {button}: {Text[..Math.Min(800, Text.Length)]}");
}
