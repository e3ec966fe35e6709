using Microsoft.Extensions.DependencyInjection;
using Publisher.Approvals;
using Publisher.Delivery;
using Publisher.Editions;

namespace Publisher.Tests.Delivery;

public sealed class FourEyesTests : IAsyncLifetime
{
    private TestProduct product = null!;

    public async Task InitializeAsync()
    {
        product = await TestProduct.StartAsync(more: services => services.AddSingleton(new FourEyes(true)));
        await product.SubscribeAsync(2);
    }

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task What_staff_announce_leaves_when_another_person_has_approved_it()
    {
        var edition = await AnnounceAsync();
        await TickAsync();
        Assert.Equal("it waits for somebody else to approve it", (await product.FindEditionAsync(edition.Id)).Note);
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);
        await TickAsync();
        Assert.Empty(product.Mail.Sent);

        await Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", CancellationToken.None);
        await TickAsync();

        Assert.Equal(2, product.Mail.Sent.Count);
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_themselves_or_have_not_seen()
    {
        var edition = await AnnounceAsync();
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);

        var own = await Assert.ThrowsAsync<RefusedException>(() => Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Anna", CancellationToken.None));
        var other = await Assert.ThrowsAsync<RefusedException>(() => Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), "another", "Jan", CancellationToken.None));
        var none = await Assert.ThrowsAsync<RefusedException>(() => Approvals.ApproveAsync("edition/none", "x", "Jan", CancellationToken.None));
        await TickAsync();

        Assert.Equal(["by", "hash", "approval"], new[] { own, other, none }.Select(refusal => refusal.Faults[0].Field));
        Assert.Empty(product.Mail.Sent);
    }

    [Fact]
    public async Task An_edit_after_the_approval_voids_it()
    {
        await product.PublishAsync(Some.Call("a", "2023-05-20"));
        var edition = await product.Get<AnnounceItem>().RunAsync(AnnouncementWish.Of(Some.Call("a").Ref) with { At = product.Now + Duration.FromHours(1) }, CancellationToken.None);
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);
        await Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", CancellationToken.None);
        await product.PublishAsync(Some.Call("a", "2023-05-23"));

        product.Pass(Duration.FromHours(1));
        await TickAsync();

        Assert.Empty(product.Mail.Sent);
        Assert.Equal("it has been changed since somebody was asked to approve it; ask again", (await product.FindEditionAsync(edition.Id)).Note);
        var changed = await product.FindEditionAsync(edition.Id);
        await Approve.AskAsync(changed, "Anna", CancellationToken.None);
        await Approvals.ApproveAsync(ApproveEdition.SubjectOf(changed), changed.Content, "Jan", CancellationToken.None);
        await TickAsync();
        Assert.Equal(2, product.Mail.Sent.Count);
    }

    [Fact]
    public async Task A_refusal_says_why_and_asking_again_opens_it_again()
    {
        var edition = await AnnounceAsync();
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);
        await Approvals.RefuseAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", "a date is missing", CancellationToken.None);
        await TickAsync();
        Assert.Equal("Jan has refused it: a date is missing", (await product.FindEditionAsync(edition.Id)).Note);

        var again = (await Approve.AskAsync(edition, "Anna", CancellationToken.None)).Approval;

        Assert.Equal(ApprovalState.Asked, again.State);
    }

    [Fact]
    public async Task An_emergency_goes_out_with_its_reason_kept()
    {
        var edition = await AnnounceAsync();
        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Approvals.BypassAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Anna", "", " ", CancellationToken.None));
        Assert.Equal("reason", refusal.Faults[0].Field);

        await Approvals.BypassAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Anna", "", "the office floods", CancellationToken.None);
        await TickAsync();

        Assert.Equal(2, product.Mail.Sent.Count);
        var kept = await Approvals.FindAsync(ApproveEdition.SubjectOf(edition), CancellationToken.None);
        Assert.Equal((true, "Anna", "the office floods"), (kept!.IsBypass, kept.DecidedBy, kept.Reason));
    }

    [Fact]
    public async Task Who_has_decided_is_not_told_that_the_opposite_was_done()
    {
        var edition = await AnnounceAsync();
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);
        await Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", CancellationToken.None);

        await Assert.ThrowsAsync<RefusedException>(() => Approvals.RefuseAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", "too late", CancellationToken.None));

        Assert.Equal(ApprovalState.Approved, (await Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", CancellationToken.None)).State);
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_word_counts()
    {
        var edition = await AnnounceAsync();
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);
        await using var other = product.AnotherInstance();

        var decided = await Task.WhenAll(
            TryAsync(Approvals.ApproveAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Jan", CancellationToken.None)),
            TryAsync(other.Get<ApprovalList>().RefuseAsync(ApproveEdition.SubjectOf(edition), edition.Content, "Ola", "no", CancellationToken.None)));

        Assert.Single(decided, word => word);
    }

    [Fact]
    public async Task What_the_timer_makes_needs_no_approval_and_what_waits_is_listed()
    {
        var edition = await AnnounceAsync();
        await Approve.AskAsync(edition, "Anna", CancellationToken.None);
        await product.PublishAsync(Some.News("a"));
        product.PassTo("2023-05-08T10:00:00Z");
        await TickAsync();
        product.PassTo("2023-05-15T10:00:00Z");
        await TickAsync();

        Assert.Equal(2, product.Mail.Sent.Count);
        var waiting = new List<string>();
        await foreach (var each in Approvals.WaitingAsync(CancellationToken.None)) waiting.Add($"{each.Subject} by {each.AskedBy}");
        Assert.Equal([$"edition/{edition.Id} by Anna"], waiting);
    }

    private ApproveEdition Approve => product.Get<ApproveEdition>();

    private ApprovalList Approvals => product.Get<ApprovalList>();

    private Task<Edition> AnnounceAsync() => product.Get<AnnounceItem>().RunAsync(
        new AnnouncementWish(null, "Zebranie", "Przyjdź.", "pl", Audience.Everyone), CancellationToken.None);

    private async Task TickAsync()
    {
        await product.TickAsync();
        await product.DrainAsync();
    }

    private static async Task<bool> TryAsync(Task<Approval> decision)
    {
        try
        {
            await decision;
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }
}
