using Azure;
using Publisher.Content;
using Publisher.Content.Editing;

namespace Publisher.Tests.Content.Editing;

public sealed class EditItemTests : IAsyncLifetime
{
    private TestProduct product = null!;

    private EditItem Edit => product.Get<EditItem>();

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task A_draft_needs_a_title_and_gets_its_id_from_it_for_life()
    {
        var saved = await SavedAsync(New(EditAction.SaveDraft, ItemKind.Event, ("title", "Święto Łąk — 2026!")));

        Assert.Equal(("swieto-lak-2026", ItemStatus.Draft, 1, null), (saved.New.Item.Id, saved.New.Item.Status, saved.New.Version, saved.New.Published));
        Assert.Null(saved.Old);
        var renamed = await SavedAsync(Change(EditAction.SaveDraft, saved.New, ("title", "Dzień Łąk"), ("id", "")));
        Assert.Equal(("swieto-lak-2026", "Dzień Łąk", 2), (renamed.New.Item.Id, renamed.New.Item.Title, renamed.New.Version));
        Assert.Equal(FaultCode.IdForLife, Assert.Single(await RefusedAsync(Change(EditAction.SaveDraft, renamed.New, ("id", "dzien-lak")))).Code);
    }

    [Fact]
    public async Task Items_of_one_title_are_numbered_and_one_form_sent_twice_is_one_item()
    {
        var one = await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "Spotkanie")));
        var twice = await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "Spotkanie")));
        var two = await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "Spotkanie"), ("body", "inne")));
        var three = await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "Spotkanie"), ("body", "jeszcze inne")));

        Assert.Equal(["spotkanie", "spotkanie", "spotkanie-2", "spotkanie-3"], ((EditSaved[])[one, twice, two, three]).Select(saved => saved.New.Item.Id));
        Assert.Equal(one.New.ETag, twice.New.ETag);
        Assert.Equal(("id", FaultCode.IdTaken), Assert.Single(await RefusedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "x"), ("id", "spotkanie-2")))) is var fault ? (fault.Field, fault.Code) : default);
    }

    [Fact]
    public async Task Many_who_save_an_item_of_one_title_at_once_each_have_their_own()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "Spotkanie"), ("body", $"{n}")))));

        Assert.Equal(6, saved.Select(each => each.New.Item.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("Набір", "call-2023-04-30")]
    [InlineData("!!!", "call-2023-04-30")]
    [InlineData("a b", "a-b")]
    public async Task An_id_is_made_of_any_title(string title, string id) =>
        Assert.Equal(id, (await SavedAsync(New(EditAction.SaveDraft, ItemKind.Call, ("title", title)))).New.Item.Id);

    [Fact]
    public async Task A_long_title_leaves_its_id_room_for_a_number()
    {
        var title = string.Concat(Enumerable.Repeat("słowo ", 33));
        var one = await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", title)));
        var two = await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", title), ("body", "b")));

        Assert.True(Slug.IsValid(one.New.Item.Id) && Slug.IsValid(two.New.Item.Id));
        Assert.Equal(one.New.Item.Id + "-2", two.New.Item.Id);
    }

    [Fact]
    public async Task Who_saves_second_is_told_what_the_first_changed_and_nothing_is_overwritten()
    {
        var opened = (await SavedAsync(New(EditAction.Publish, ItemKind.Call, ("title", "Nabór"), ("summary", "Dla organizacji z Torunia."), ("closes", "2023-05-31"), ("closes.time", "15:00")))).New;
        var first = (await SavedAsync(Change(EditAction.Publish, opened, ("closes", "2023-06-15")))).New;
        var late = Change(EditAction.Publish, opened, ("summary", "Dla wszystkich z Torunia."));

        var conflict = Assert.IsType<EditConflict>(await Edit.SaveAsync(late, CancellationToken.None));

        Assert.Equal(Row(first), Row(conflict.Theirs));
        Assert.Equal([("closes", "2023-05-31T15:00", "2023-06-15T15:00", true)], conflict.TheirChanges!.Select(change => (change.Field, change.Old, change.New, change.IsConsequential)));
        Assert.Equal(["summary", "closes"], conflict.Overwritten.Select(change => change.Field));
        Assert.Equal(Row(first), Row(await Edit.FindAsync(opened.Ref, CancellationToken.None)));
        // Seen, it may be saved over; without the base there is a conflict all the same.
        Assert.IsType<EditSaved>(await Edit.SaveAsync(late with { ETag = first.ETag }, CancellationToken.None));
        foreach (var @base in (string[])["", "{}", "{\"kind\":\"call\"", "[1]", "{\"kind\":\"call\",\"links\":null}", ItemEdit.BaseOf(Some.Call("other"))])
            Assert.Null(Assert.IsType<EditConflict>(await Edit.SaveAsync(late with { Base = @base }, CancellationToken.None)).TheirChanges);
    }

    [Fact]
    public async Task Of_many_who_save_over_one_version_at_once_one_does_and_the_others_are_told()
    {
        var opened = (await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "A")))).New;

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Edit.SaveAsync(Change(EditAction.SaveDraft, opened, ("title", $"Wersja {n}")), CancellationToken.None)));

        var saved = Assert.Single(outcomes.OfType<EditSaved>());
        Assert.Equal(7, outcomes.OfType<EditConflict>().Count());
        Assert.Equal(Row(saved.New), Row(await Edit.FindAsync(opened.Ref, CancellationToken.None)));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("W/\"datetime'2023'\"")]
    public async Task A_version_that_is_none_opens_nothing(string tag)
    {
        var opened = (await SavedAsync(New(EditAction.SaveDraft, ItemKind.News, ("title", "A")))).New;

        Assert.IsType<EditConflict>(await Edit.SaveAsync(Change(EditAction.SaveDraft, opened, ("title", "B")) with { ETag = new ETag(tag) }, CancellationToken.None));
        Assert.Equal(Row(opened), Row(await Edit.FindAsync(opened.Ref, CancellationToken.None)));
    }

    [Fact]
    public async Task A_save_that_changes_nothing_writes_nothing_and_a_note_is_no_new_version()
    {
        var opened = (await SavedAsync(New(EditAction.Publish, ItemKind.News, ("title", "Szkolenia"), ("summary", "Dla organizacji.")))).New;
        product.Pass(Duration.FromHours(1));

        var same = await SavedAsync(Change(EditAction.Publish, opened));
        Assert.Equal((Row(opened), 0), (Row(same.New), same.Changes.Count));
        var noted = await SavedAsync(Change(EditAction.Publish, opened, ("note", "zadzwonić")));
        Assert.Equal((1, opened.Changed, "zadzwonić"), (noted.New.Version, noted.New.Changed, noted.New.Item.Note));
        Assert.NotEqual(opened.ETag, noted.New.ETag);
        var worded = await SavedAsync(Change(EditAction.Publish, noted.New, ("title", "Szkolenia NGO")));
        Assert.Equal((2, product.Now, opened.Published), (worded.New.Version, worded.New.Changed, worded.New.Published));
    }

    [Fact]
    public async Task To_be_published_an_item_has_to_be_whole_and_each_thing_that_is_not_is_named_by_its_field()
    {
        var faults = await RefusedAsync(New(
            EditAction.Publish, ItemKind.Event, ("title", "Spotkanie"), ("image.alt", "IMG_2023.jpg"), ("links[0].text", "tutaj"), ("links[0].url", "https://example.org/"), ("links[1].text", "Regulamin"),
            ("programme", "FEdKP 2021-202"), ("translations[0].language", "en"), ("translations[0].body", "# A\n\n### B"), ("mediaCoverage[0].url", "http://example.org/"), ("mediaCoverage[0].text", "Relacja")));

        Assert.Equal(
            [
                ("image.alt", FaultCode.PictureFileName, false), ("image.url", FaultCode.Missing, false), ("links[0].text", FaultCode.LinkSaysNothing, false), ("links[1].url", FaultCode.Missing, false),
                ("mediaCoverage[0].url", FaultCode.LinkNotEncrypted, true), ("programme", FaultCode.ProgrammeUnknown, false), ("starts", FaultCode.Missing, false), ("summary", FaultCode.Missing, false),
                ("translations[0].body", FaultCode.HeadingJumps, false), ("translations[0].summary", FaultCode.Missing, false), ("translations[0].title", FaultCode.Missing, false),
            ],
            faults.Select(fault => (fault.Field, fault.Code, fault.IsQuestion)).Order());
        Assert.Equal([("value", "FEdKP 2021-202"), ("near", "FEdKP 2021–2027")], faults.Single(fault => fault.Code == FaultCode.ProgrammeUnknown).Arguments);
        Assert.Null(await Edit.FindAsync(new ItemRef(ItemKind.Event, "spotkanie"), CancellationToken.None));
    }

    [Fact]
    public async Task A_question_stops_a_save_until_the_person_is_sure_and_never_a_try()
    {
        var edit = New(EditAction.Publish, ItemKind.Call, ("title", "Nabór"), ("summary", "Dla organizacji."), ("closes", "2023-04-01"));

        var asked = Assert.IsType<EditRefused>(await Edit.SaveAsync(edit, CancellationToken.None));
        Assert.True(asked.IsQuestion);
        Assert.Equal(("closes", FaultCode.IsOver), Assert.Single(asked.Faults) is var fault ? (fault.Field, fault.Code) : default);
        Assert.Equal(FaultCode.IsOver, Assert.Single(Assert.IsType<EditSaved>(await Edit.TryAsync(edit, CancellationToken.None)).Questions).Code);
        Assert.Null(await Edit.FindAsync(new ItemRef(ItemKind.Call, "nabor"), CancellationToken.None));
        Assert.Equal(ItemStatus.Published, (await SavedAsync(edit with { Sure = true })).New.Item.Status);
    }

    [Fact]
    public async Task A_try_says_what_would_change_and_writes_nothing()
    {
        var opened = (await SavedAsync(New(EditAction.Publish, ItemKind.Call, ("title", "Nabór"), ("summary", "Dla organizacji."), ("closes", "2023-05-31")))).New;

        var tried = Assert.IsType<EditSaved>(await Edit.TryAsync(Change(EditAction.Publish, opened, ("closes", "2023-06-30")), CancellationToken.None));

        Assert.Equal(("closes", true), Assert.Single(tried.Changes) is var change ? (change.Field, change.IsConsequential) : default);
        Assert.Equal((Row(opened), 2), (Row(tried.Old), tried.New.Version));
        Assert.Equal(Row(opened), Row(await Edit.FindAsync(opened.Ref, CancellationToken.None)));
    }

    [Fact]
    public async Task What_is_published_is_withdrawn_and_restored_but_never_a_draft_again()
    {
        var opened = (await SavedAsync(New(EditAction.Publish, ItemKind.News, ("title", "Szkolenia"), ("summary", "Dla organizacji.")))).New;
        Assert.Equal(FaultCode.AlreadyPublished, Assert.Single(await RefusedAsync(Change(EditAction.SaveDraft, opened, ("title", "x")))).Code);
        Assert.Equal(FaultCode.NotWithdrawn, Assert.Single(await RefusedAsync(Turn(EditAction.Restore, opened))).Code);

        var withdrawn = await SavedAsync(Turn(EditAction.Withdraw, opened));
        Assert.Equal((ItemStatus.Withdrawn, "Szkolenia", opened.Published), (withdrawn.New.Item.Status, withdrawn.New.Item.Title, withdrawn.New.Published));
        Assert.Equal(("status", "published", "withdrawn", true), Assert.Single(withdrawn.Changes) is var change ? (change.Field, change.Old, change.New, change.IsConsequential) : default);
        Assert.Equal(FaultCode.AlreadyWithdrawn, Assert.Single(await RefusedAsync(Turn(EditAction.Withdraw, withdrawn.New))).Code);
        Assert.IsType<EditConflict>(await Edit.SaveAsync(Turn(EditAction.Restore, opened), CancellationToken.None));
        Assert.Equal(ItemStatus.Published, (await SavedAsync(Turn(EditAction.Restore, withdrawn.New))).New.Item.Status);
    }

    [Fact]
    public async Task A_draft_that_was_given_up_comes_back_as_a_draft_even_without_its_day()
    {
        var draft = (await SavedAsync(New(EditAction.SaveDraft, ItemKind.Event, ("title", "Piknik")))).New;

        var given = (await SavedAsync(Turn(EditAction.Withdraw, draft))).New;
        Assert.Equal(ItemStatus.Draft, (await SavedAsync(Turn(EditAction.Restore, given))).New.Item.Status);
    }

    [Fact]
    public async Task An_item_that_is_not_there_is_gone()
    {
        var nobody = new StoredItem(Some.News("nobody"), 1, null, product.Now) { ETag = new ETag("W/\"1\"") };

        Assert.Equal(FaultCode.Gone, Assert.Single(await RefusedAsync(Change(EditAction.SaveDraft, nobody))).Code);
    }

    [Fact]
    public async Task Unfinished_drafts_are_exported_and_imported_as_they_are_and_trouble_no_edition()
    {
        await SavedAsync(New(EditAction.SaveDraft, ItemKind.Event, ("title", "Piknik"), ("links[0].url", "https://example.org/"), ("image.alt", "x"), ("translations[0].language", "en"), ("translations[0].summary", "s")));
        await SavedAsync(New(EditAction.SaveDraft, ItemKind.Call, ("title", "Nabór"), ("results.url", "https://example.org/")));
        await product.PublishAsync(Some.News("a"));
        using var file = new MemoryStream();
        await product.Get<ExportItems>().RunAsync(file, CancellationToken.None);

        Assert.Equal(new ImportReport(0, 0, 3), await product.Get<ImportItems>().RunAsync(file.ToArray(), CancellationToken.None));
        Assert.Equal("a", Assert.Single((await product.SendNowAsync()).Items).Ref.Id);
    }

    private ItemEdit New(EditAction action, ItemKind kind, params (string Name, string Value)[] fields) => new(action, null, Read(kind, fields));

    private ItemEdit Change(EditAction action, StoredItem opened, params (string Name, string Value)[] fields)
    {
        var posted = ItemForm.Of(opened.Item).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in fields) posted[name] = [value];
        return new ItemEdit(action, opened.Ref, product.Get<ItemForm>().Read(opened.Item.Kind, posted)) { ETag = opened.ETag, Base = ItemEdit.BaseOf(opened.Item) };
    }

    /// <summary>All that is stored: items hold lists, which are compared by reference.</summary>
    private static string Row(StoredItem? item) => item is null ? "" : $"{ItemTable.Serialise(item.Item)} {item.Version} {item.Published} {item.Changed} {item.ETag}";

    private static ItemEdit Turn(EditAction action, StoredItem opened) => new(action, opened.Ref, null) { ETag = opened.ETag };

    private ItemDraft Read(ItemKind kind, (string Name, string Value)[] fields) =>
        product.Get<ItemForm>().Read(kind, fields.ToDictionary(field => field.Name, field => (IReadOnlyList<string>)[field.Value], StringComparer.Ordinal));

    private async Task<EditSaved> SavedAsync(ItemEdit edit)
    {
        var saved = Assert.IsType<EditSaved>(await Edit.SaveAsync(edit, CancellationToken.None));
        Assert.Equal(saved.New.ETag, (await Edit.FindAsync(saved.New.Ref, CancellationToken.None))!.ETag);
        return saved;
    }

    private async Task<IReadOnlyList<ItemFault>> RefusedAsync(ItemEdit edit) => Assert.IsType<EditRefused>(await Edit.SaveAsync(edit, CancellationToken.None)).Faults;
}
