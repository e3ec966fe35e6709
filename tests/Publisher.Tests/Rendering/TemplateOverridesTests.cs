using System.Text;
using Azure.Storage.Blobs;
using Publisher.Rendering;

namespace Publisher.Tests.Rendering;

public sealed class TemplateOverridesTests : IAsyncLifetime, IDisposable
{
    private const string Mail = "<h1>{{title}}</h1>{{#shown flag}}<p>x</p>{{/shown}}{{slot \"chosen\"}} <a href=\"{{slot \"unsubscribe\"}}\">{{t \"title\"}}</a>";

    private readonly ScratchTemplates folder = new(
        ("mail/mail.html.hbs", Mail),
        ("mail/mail.txt.hbs", "{{title}} {{slot \"chosenText\"}} {{slot \"unsubscribe\"}}"),
        ("mail/mail.sample.json", """{ "title": "Piknik", "flag": "0", "flags": "0,1" }"""),
        ("mail/mail.hostile.sample.json", """{ "title": "<script>", "flag": "0", "flags": "0,1" }"""),
        ("web/page.html.hbs", "<p>{{title}}{{> foot}}</p>"),
        ("web/page.sample.json", """{ "title": "Piknik" }"""),
        ("web/bare.html.hbs", "<p>no sample</p>"),
        ("partials/foot.html.hbs", "."));

    private readonly ManualTime clock = new(DateTimeOffset.UnixEpoch);
    private readonly List<string> told = [];
    private Templates templates = null!;
    private TemplateOverrides overrides = null!;
    private BlobContainerClient container = null!;

    public async Task InitializeAsync()
    {
        var blobs = new BlobServiceClient(await AzuriteFixture.NewAccountAsync());
        (templates, container) = (folder.Load(), blobs.GetBlobContainerClient(TemplateOverrides.ContainerName));
        overrides = new TemplateOverrides(blobs, templates, clock, told.Add);
        await overrides.CreateStorageAsync(CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        overrides.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_template_in_the_container_wins()
    {
        await PutAsync("web/page.html.hbs", "\uFEFF<main>{{title}}{{> foot}}</main>");
        await PutAsync("partials/foot.html.hbs", "!");

        await overrides.RefreshAsync(CancellationToken.None);

        Assert.Equal("<main>Piknik!</main>", Page(templates));
        Assert.Empty(told);
    }

    [Fact]
    public async Task Every_sample_is_tried_and_in_plain_text_it_may_say_anything()
    {
        await PutAsync("mail/mail.txt.hbs", "* {{title}} {{slot \"chosenText\"}} {{slot \"unsubscribe\"}}");

        await overrides.TakeAsync(CancellationToken.None);

        Assert.Empty(told);
    }

    [Fact]
    public async Task A_template_that_is_taken_away_is_the_built_in_one_again()
    {
        await PutAsync("web/page.html.hbs", "<main></main>{{title}}");
        await overrides.TakeAsync(CancellationToken.None);
        Assert.NotEqual("", templates.Version);

        await container.DeleteBlobAsync("web/page.html.hbs");
        await overrides.TakeAsync(CancellationToken.None);

        Assert.Equal("<p>Piknik.</p>", Page(templates));
        Assert.Equal("", templates.Version);
    }

    [Fact]
    public async Task An_edition_keeps_the_templates_it_took()
    {
        await PutAsync("web/page.html.hbs", "first {{title}}");
        var taken = await overrides.TakeAsync(CancellationToken.None);
        await PutAsync("web/page.html.hbs", "second {{title}}");

        var later = await overrides.TakeAsync(CancellationToken.None);

        Assert.Equal(("first Piknik", "second Piknik", "second Piknik"), (Page(taken), Page(later), Page(templates)));
        Assert.NotEqual(taken.Version, later.Version);
    }

    [Fact]
    public async Task Pages_look_once_a_minute()
    {
        await overrides.RefreshAsync(CancellationToken.None);
        await PutAsync("web/page.html.hbs", "new {{title}}");

        clock.Advance(TimeSpan.FromSeconds(59));
        await overrides.RefreshAsync(CancellationToken.None);
        Assert.Equal("<p>Piknik.</p>", Page(templates));

        clock.Advance(TimeSpan.FromSeconds(2));
        await overrides.RefreshAsync(CancellationToken.None);
        Assert.Equal("new Piknik", Page(templates));
    }

    [Theory]
    [InlineData("web/page.html.hbs", "{{title", "has a tag that is not closed (line 1)")]
    [InlineData("web/page.html.hbs", "{{#if title}}", "has a block that is not closed")]
    [InlineData("web/page.html.hbs", "{{surname}}", "asks for „surname”, which is neither in its model nor a helper")]
    [InlineData("web/page.html.hbs", "{{> head}}", "uses the partial „head”, but there is no partials/head.html.hbs")]
    [InlineData("web/page.html.hbs", "<SCRIPT src=x></script>{{title}}", "has a <script>; mail programs drop it, and pages forbid it")]
    [InlineData("web/page.html.hbs", "<scr{{!}}ipt>{{title}}", "has a <script>; mail programs drop it, and pages forbid it")]
    [InlineData("web/page.html.hbs", "{{#if title}}{{else}}{{t \"nowhere\"}}{{/if}}", "asks for the text „nowhere”, which templates/strings/pl.json does not have")]
    [InlineData("web/page.html.hbs", "", "comes out empty with its sample in „pl”")]
    [InlineData("web/page.html.hbs", "{{title}}{{slot \"name\"}}", "asks for the slot „name”, which nobody fills; there are ")]
    [InlineData("web/bare.html.hbs", "<p></p>", "cannot be checked: this version has no sample for it (web/bare.sample.json)")]
    [InlineData("web/other.html.hbs", "<p></p>", "has no built-in counterpart, so nobody would render it; see the paths in templates/README.md")]
    [InlineData("web/page.mjml", "<mjml></mjml>", "is MJML, which only the build compiles; upload the compiled .html.hbs")]
    [InlineData("strings/pl.json", "{}", "is no template: its name does not end in .hbs")]
    [InlineData("partials/foot.html.hbs", "{{surname}}", "breaks the template web/page.html, which asks for „surname”, which is neither in its model nor a helper")]
    [InlineData("partials/foot.html.hbs", "{{> foot}}", "breaks the template web/page.html, which uses partials within partials more than 16 deep; see that no partial uses itself without end")]
    [InlineData("mail/mail.html.hbs", "{{slot \"chosen\"}}", "has lost the slot „unsubscribe”; put {{slot \"unsubscribe\"}} where it belongs")]
    [InlineData("mail/mail.txt.hbs", "{{slot \"unsubscribe\"}}", "has lost the slot „chosenText”; put {{slot \"chosenText\"}} where it belongs")]
    [InlineData("mail/mail.html.hbs", Mail + "{{slot \"surname\"}}", "asks for the slot „surname”, which nobody fills; there are chosen, chosenText, unsubscribe")]
    [InlineData("mail/mail.html.hbs", "{{slot \"chosen\"}}{{#shown flag}}<a href=\"{{slot \"unsubscribe\"}}\">x</a>{{/shown}}", "shows the slot „unsubscribe” to some readers only; move it out of {{#shown}}")]
    [InlineData("mail/mail.html.hbs", "{{slot \"chosen\"}}{{slot \"unsubscribe\"}}", "has the slot „unsubscribe”, but no link to it: <a href=\"{{slot \"unsubscribe\"}}\">")]
    [InlineData("mail/mail.html.hbs", Mail + "{{{title}}}", "has a <script>; mail programs drop it, and pages forbid it")]
    [InlineData("mail/mail.html.hbs", Mail + "{{#shown title}}{{/shown}}", "gives {{#shown}} „Piknik”, which is no flag of its model")]
    public async Task A_broken_template_is_refused_in_a_sentence_and_the_built_in_one_stays(string blob, string text, string fault)
    {
        await PutAsync(blob, text);

        var taken = await overrides.TakeAsync(CancellationToken.None);

        Assert.StartsWith($"The template {blob} in the container templates is not used: it {fault}", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal("<p>Piknik.</p>", Page(taken));
        Assert.Equal([blob], overrides.Refused.Keys);
    }

    [Fact]
    public async Task A_broken_template_is_told_once_for_each_version()
    {
        await PutAsync("web/page.html.hbs", "{{title");
        await overrides.TakeAsync(CancellationToken.None);
        await PutAsync("partials/foot.html.hbs", "?");
        await overrides.TakeAsync(CancellationToken.None);
        Assert.Single(told);

        await PutAsync("web/page.html.hbs", "{{title still");
        await overrides.TakeAsync(CancellationToken.None);

        Assert.Equal(2, told.Count);
        Assert.Equal("<p>Piknik?</p>", Page(templates));
    }

    [Fact]
    public async Task A_broken_template_does_not_stop_a_good_one()
    {
        await PutAsync("mail/mail.txt.hbs", "{{title}} {{surname}}");
        await PutAsync("web/page.html.hbs", "good {{title}}");

        await overrides.TakeAsync(CancellationToken.None);

        Assert.Equal("good Piknik", Page(templates));
        Assert.Equal(["mail/mail.txt.hbs"], overrides.Refused.Keys);
    }

    [Fact]
    public async Task A_partial_and_its_template_may_be_changed_for_each_other()
    {
        await PutAsync("partials/foot.html.hbs", "[{{label}}]");
        await PutAsync("web/page.html.hbs", "{{> foot label=\"new\"}} {{> extra}}");
        await PutAsync("partials/extra.html.hbs", "{{title}}");

        await overrides.TakeAsync(CancellationToken.None);

        Assert.Empty(told);
        Assert.Equal("[new] Piknik", Page(templates));
    }

    [Fact]
    public async Task A_template_that_is_not_utf_8_or_too_large_is_refused()
    {
        await container.UploadBlobAsync("web/page.html.hbs", BinaryData.FromBytes(new byte[] { 0x5A, 0xB3, 0x6F }));
        await PutAsync("partials/foot.html.hbs", new string('x', 1_048_577));

        await overrides.TakeAsync(CancellationToken.None);

        Assert.Contains(told, sentence => sentence.EndsWith("it is not UTF-8; save it as UTF-8 and upload it again.", StringComparison.Ordinal));
        Assert.Contains(told, sentence => sentence.EndsWith("it is larger than 1048576 octets.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_go_on_while_storage_is_away_and_an_edition_waits()
    {
        await PutAsync("web/page.html.hbs", "kept {{title}}");
        await overrides.TakeAsync(CancellationToken.None);
        await container.DeleteAsync();
        clock.Advance(TimeSpan.FromMinutes(2));

        await overrides.RefreshAsync(CancellationToken.None);

        Assert.Equal("kept Piknik", Page(templates));
        Assert.StartsWith("The container templates cannot be read; the templates stay as they are:", Assert.Single(told), StringComparison.Ordinal);
        await Assert.ThrowsAsync<Azure.RequestFailedException>(() => overrides.TakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task The_built_in_templates_would_be_taken_as_overrides_themselves()
    {
        var builtIn = Path.Combine(AppContext.BaseDirectory, "templates");
        var blobs = new BlobServiceClient(await AzuriteFixture.NewAccountAsync());
        var all = TestProduct.Templates.Snapshot();
        using var mine = new TemplateOverrides(blobs, all, clock, told.Add);
        await mine.CreateStorageAsync(CancellationToken.None);
        foreach (var file in Directory.EnumerateFiles(builtIn, "*.hbs", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(builtIn, file).Replace(Path.DirectorySeparatorChar, '/');
            if (TemplateSet.IsConsole(name)) continue;
            if (name.StartsWith("partials/", StringComparison.Ordinal) || File.Exists(Path.Combine(builtIn, name[..name.IndexOf('.', StringComparison.Ordinal)] + ".sample.json")))
                await blobs.GetBlobContainerClient(TemplateOverrides.ContainerName).UploadBlobAsync(name, BinaryData.FromString(await File.ReadAllTextAsync(file) + "\n"));
        }

        await mine.TakeAsync(CancellationToken.None);

        Assert.Empty(told);
        Assert.NotEqual("", all.Version);
    }

    [Theory]
    [InlineData("staff/page.html.hbs")]
    [InlineData("partials/staff/csrf.html.hbs")]
    [InlineData("partials/staff/new.html.hbs")]
    public async Task The_staff_console_is_as_it_was_built_whatever_lies_in_storage(string blob)
    {
        var blobs = new BlobServiceClient(await AzuriteFixture.NewAccountAsync());
        var all = TestProduct.Templates.Snapshot();
        using var mine = new TemplateOverrides(blobs, all, clock, told.Add);
        await mine.CreateStorageAsync(CancellationToken.None);
        await blobs.GetBlobContainerClient(TemplateOverrides.ContainerName).UploadBlobAsync(blob, BinaryData.FromString("<p>somebody else's</p>"));

        await mine.TakeAsync(CancellationToken.None);

        Assert.Contains("belongs to the staff console", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal("", all.Version);
    }

    private static string Page(Templates templates) =>
        templates.Render("web/page.html", "pl", new Dictionary<string, object?>(StringComparer.Ordinal) { ["title"] = "Piknik" });

    private Task PutAsync(string blob, string text) => container.GetBlobClient(blob).UploadAsync(new BinaryData(Encoding.UTF8.GetBytes(text)), overwrite: true);
}
