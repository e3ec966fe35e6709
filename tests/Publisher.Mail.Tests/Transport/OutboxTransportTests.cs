using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Transport;

public sealed class OutboxTransportTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outbox");

    [Fact]
    public async Task Messages_become_numbered_files_in_the_order_of_taking()
    {
        await using var outbox = new OutboxTransport(Path.Combine(folder.FullName, "new"));
        var source = new ListSource(3);
        await outbox.DeliverAsync(source, default);
        Assert.Equal(["00001.eml", "00002.eml", "00003.eml"], Names("new"), StringComparer.Ordinal);
        Assert.Equal("00002.eml", source.Outcomes[1].Receipt);
        Assert.Equal(DeliveryStatus.Accepted, source.Outcomes[1].Status);
        Assert.Equal("Subject: 1\r\n\r\nbody 1\r\n", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "new", "00002.eml")));
    }

    [Fact]
    public async Task Numbers_go_on_after_what_is_there_and_nothing_is_overwritten_by_a_rival()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "00007.eml"), "old");
        await using var first = new OutboxTransport(folder.FullName);
        await using var second = new OutboxTransport(folder.FullName);
        var sources = new[] { new ListSource(40), new ListSource(40) };
        await Task.WhenAll(Task.Run(() => first.DeliverAsync(sources[0], default)), Task.Run(() => second.DeliverAsync(sources[1], default)));
        Assert.Equal(81, Names(".").Count);
        Assert.Equal(80, sources.SelectMany(s => s.Outcomes.Values).Select(o => o.Receipt).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("old", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "00007.eml")));
        Assert.Empty(folder.GetFiles("*.tmp"));
    }

    [Fact]
    public async Task A_cancelled_delivery_has_reported_what_it_took()
    {
        using var cancel = new CancellationTokenSource();
        await using var outbox = new OutboxTransport(folder.FullName);
        var source = new ListSource(5) { OnTake = ticket => { if (ticket == 2) cancel.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outbox.DeliverAsync(source, cancel.Token));
        Assert.Equal(3, source.Outcomes.Count);
        Assert.Equal(3, Names(".").Count);
    }

    [Fact]
    public async Task A_message_that_cannot_be_put_is_reported_once_and_leaves_nothing_behind()
    {
        folder.CreateSubdirectory("00002.eml"); // a file cannot take its name
        await using var outbox = new OutboxTransport(folder.FullName);
        var source = new ListSource(3);
        await Assert.ThrowsAnyAsync<IOException>(() => outbox.DeliverAsync(source, default));
        Assert.Equal([DeliveryStatus.Accepted, DeliveryStatus.Deferred], source.Outcomes.OrderBy(o => o.Key).Select(o => o.Value.Status));
        Assert.Equal(["00001.eml", "00002.eml"], folder.GetFileSystemInfos().Select(f => f.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Whatever_goes_wrong_with_a_message_that_was_taken_it_is_reported()
    {
        await using var outbox = new OutboxTransport(Path.Combine(folder.FullName, "new"));
        var source = new ListSource(2) { OnTake = _ => Directory.Delete(Path.Combine(folder.FullName, "new")) };
        await Assert.ThrowsAnyAsync<IOException>(() => outbox.DeliverAsync(source, default));
        Assert.Equal(DeliveryStatus.Deferred, Assert.Single(source.Outcomes).Value.Status);
    }

    [Fact]
    public async Task An_outbox_that_is_closed_during_a_delivery_finishes_the_message_under_way_and_reports_each_once()
    {
        var outbox = new OutboxTransport(folder.FullName);
        var closed = Task.CompletedTask;
        var source = new ListSource(5) { OnTake = ticket => { if (ticket == 1) closed = outbox.DisposeAsync().AsTask(); } };
        await Assert.ThrowsAsync<ObjectDisposedException>(() => outbox.DeliverAsync(source, default));
        await closed.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, source.Outcomes.Count);
        Assert.All(source.Outcomes.Values, o => Assert.Equal(DeliveryStatus.Accepted, o.Status));
        Assert.Equal(2, Names(".").Count);
    }

    [Fact]
    public async Task A_delivery_that_waits_its_turn_hears_that_the_outbox_is_closed()
    {
        var outbox = new OutboxTransport(folder.FullName);
        Task? waiting = null;
        var closed = Task.CompletedTask;
        var source = new ListSource(2)
        {
            OnTake = ticket =>
            {
                if (ticket > 0) return;
                waiting = outbox.DeliverAsync(new ListSource(1), default);
                closed = outbox.DisposeAsync().AsTask();
            },
        };
        await Assert.ThrowsAsync<ObjectDisposedException>(() => outbox.DeliverAsync(source, default));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting!.WaitAsync(TimeSpan.FromSeconds(10)));
        await closed.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => outbox.DeliverAsync(new ListSource(1), default));
        await outbox.DisposeAsync();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private List<string> Names(string below) =>
        [.. Directory.GetFiles(Path.Combine(folder.FullName, below), "*.eml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
}
