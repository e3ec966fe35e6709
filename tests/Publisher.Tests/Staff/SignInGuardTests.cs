using Azure.Data.Tables;
using NodaTime;
using Publisher.Staff;

namespace Publisher.Tests.Staff;

public sealed class SignInGuardTests
{
    private const string Office = "203.0.113.0/24";

    private readonly ManualTime clock = new(new DateTimeOffset(2023, 5, 2, 6, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Each_wrong_key_doubles_the_wait_up_to_a_quarter_of_an_hour_and_every_wait_ends()
    {
        var guard = await NewAsync();
        var waits = new List<double>();
        for (var guess = 0; guess < 16; guess++)
        {
            Assert.Equal(Duration.Zero, await guard.FailedAsync(Office, $"guess {guess}", default));
            var wait = await guard.WaitAsync(Office, "another", default);
            waits.Add(wait.TotalSeconds);
            clock.Advance(wait.ToTimeSpan());
            Assert.Equal(Duration.Zero, await guard.WaitAsync(Office, "another", default));
        }

        Assert.Equal([0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900], waits);
        clock.Advance(HoldUp.Own.Forgotten.ToTimeSpan());
        await guard.FailedAsync(Office, "once more", default);
        Assert.Equal(Duration.Zero, await guard.WaitAsync(Office, "another", default));
    }

    [Fact]
    public async Task What_one_network_does_another_does_not_pay_for_but_the_same_wrong_key_waits_everywhere()
    {
        var guard = await NewAsync();
        for (var guess = 0; guess < 6; guess++) await guard.FailedAsync($"10.0.{guess}.0/24", "the same wrong key", default);

        Assert.True(await guard.WaitAsync("10.9.9.0/24", "the same wrong key", default) > Duration.Zero);
        Assert.Equal(Duration.Zero, await guard.WaitAsync("10.9.9.0/24", "another", default));
        Assert.Equal(Duration.Zero, await guard.WaitAsync("10.0.1.0/24", "another", default));
    }

    [Fact]
    public async Task Who_signed_in_from_here_before_is_never_held_up_here_whatever_others_try()
    {
        var guard = await NewAsync();
        await guard.SucceededAsync(Office, "Anna's key", default);
        for (var guess = 0; guess < 10; guess++) await guard.FailedAsync(Office, $"guess {guess}", default);

        Assert.Equal(Duration.Zero, await guard.WaitAsync(Office, "Anna's key", default));
        Assert.True(await guard.WaitAsync(Office, "Jan's key", default) > Duration.Zero);
        clock.Advance(TimeSpan.FromDays(91));
        Assert.True(await guard.ForgetAsync(clock.Now(), default) > 0);
        Assert.Equal(0, await guard.ForgetAsync(clock.Now(), default));
    }

    [Fact]
    public async Task An_attack_from_everywhere_is_not_counted_beyond_a_limit_and_other_instances_know()
    {
        var account = await AzuriteFixture.NewAccountAsync();
        var (one, two) = (await NewAsync(account), await NewAsync(account));
        for (var guess = 0; guess < HoldUp.All.Free + 1; guess++)
            Assert.Equal(Duration.Zero, await (guess % 2 == 0 ? one : two).FailedAsync($"10.{guess}.0.0/24", $"guess {guess}", default));

        Assert.InRange(await two.FailedAsync("10.200.0.0/24", "one more", default), Duration.Epsilon, HoldUp.All.Most);
        clock.Advance(HoldUp.All.Most.ToTimeSpan());
        Assert.Equal(Duration.Zero, await one.FailedAsync("10.200.0.0/24", "one more", default));
    }

    [Fact]
    public async Task The_table_names_no_network_and_no_key()
    {
        var account = await AzuriteFixture.NewAccountAsync();
        var guard = await NewAsync(account);
        await guard.FailedAsync(Office, "a wrong key", default);
        await guard.SucceededAsync(Office, "a right key", default);

        await foreach (var row in new TableServiceClient(account).GetTableClient("signins").QueryAsync<TableEntity>())
        {
            var text = string.Join(' ', ((IDictionary<string, object?>)row).Values);
            foreach (var secret in (string[])[Office, "203.0.113", "a wrong key", StaffKeys.HashOf("a wrong key"), StaffKeys.HashOf("a right key"), StaffKeys.HashOf(Office)])
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private async Task<SignInGuard> NewAsync(string? account = null)
    {
        var guard = new SignInGuard(new TableServiceClient(account ?? await AzuriteFixture.NewAccountAsync()), new byte[32], clock);
        await guard.CreateStorageAsync(default);
        return guard;
    }
}
