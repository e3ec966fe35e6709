using Azure.Data.Tables;
using NodaTime;
using Publisher.Staff;

namespace Publisher.Tests.Staff;

public sealed class StaffDirectoryTests
{
    private const string SettingsKey = "pub_of-the-settings";

    [Fact]
    public async Task A_key_is_its_owners_until_it_is_revoked_and_the_table_does_not_hold_it()
    {
        var (staff, tables) = await NewAsync();
        var key = await staff.AddAsync(" Łucja Nowak ", StaffRole.Approver, default);

        var member = await staff.FindByKeyAsync(key, default);
        Assert.Equal(("Łucja Nowak", StaffRole.Approver, (Instant?)null), (member!.Name, member.Role, member.RevokedAt));
        Assert.Matches("^pub_[A-Za-z0-9_-]{43}$", key);
        await foreach (var row in tables.GetTableClient("staff").QueryAsync<TableEntity>()) Assert.DoesNotContain(key, string.Join(' ', ((IDictionary<string, object?>)row).Values), StringComparison.Ordinal);
        Assert.DoesNotContain(member.KeyHash, member.ToString(), StringComparison.Ordinal);

        await staff.RevokeAsync("łucja nowak", default);
        Assert.Null(await staff.FindByKeyAsync(key, default));
        Assert.Null(await staff.FindAsync(member.Name, member.KeyHash, default));
        Assert.NotNull(Assert.Single(await staff.ListAsync(default), each => each.Name == "Łucja Nowak").RevokedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pub_")]
    [InlineData("pub_of-nobody")]
    [InlineData("' or KeyHash ne '")]
    public async Task What_is_nobodys_key_opens_nothing(string key) => Assert.Null(await (await NewAsync()).Staff.FindByKeyAsync(key, default));

    [Fact]
    public async Task A_key_of_the_settings_is_revoked_like_any_other()
    {
        var (staff, _) = await NewAsync();
        var member = (await staff.FindByKeyAsync(SettingsKey, default))!;
        Assert.NotNull(await staff.FindAsync("anna", member.KeyHash, default));

        await staff.RevokeAsync("Anna", default);

        Assert.Null(await staff.FindByKeyAsync(SettingsKey, default));
        Assert.Null(await staff.FindAsync("Anna", member.KeyHash, default));
        Assert.Single(await staff.ListAsync(default));
        // With a new key she is back, and the old one is not.
        var key = await staff.AddAsync("Anna", StaffRole.Author, default);
        Assert.NotNull(await staff.FindByKeyAsync(key, default));
        Assert.Null(await staff.FindByKeyAsync(SettingsKey, default));
        Assert.Null(await staff.FindAsync("Anna", member.KeyHash, default));
    }

    [Fact]
    public async Task Nobody_has_two_keys_and_nobody_is_revoked_twice()
    {
        var (staff, _) = await NewAsync();
        await staff.AddAsync("Jan/Kowalski #1?", StaffRole.Author, default);

        foreach (var name in (string[])["jan/kowalski #1?", "ANNA", "", " ", new('a', 101), "a\nb"])
            await Assert.ThrowsAsync<RefusedException>(() => staff.AddAsync(name, StaffRole.Author, default));
        await staff.RevokeAsync("Jan/Kowalski #1?", default);
        await Assert.ThrowsAsync<RefusedException>(() => staff.RevokeAsync("Jan/Kowalski #1?", default));
        await Assert.ThrowsAsync<RefusedException>(() => staff.RevokeAsync("nobody", default));
    }

    [Theory]
    [InlineData(StaffRole.Author, true, false, false)]
    [InlineData(StaffRole.Approver, true, true, false)]
    [InlineData(StaffRole.Admin, true, true, true)]
    public void Each_role_contains_the_one_before(StaffRole role, bool author, bool approver, bool admin) => Assert.Equal(
        (author, approver, admin), (role.Contains(StaffRole.Author), role.Contains(StaffRole.Approver), role.Contains(StaffRole.Admin)));

    private static async Task<(StaffDirectory Staff, TableServiceClient Tables)> NewAsync()
    {
        var tables = new TableServiceClient(await AzuriteFixture.NewAccountAsync());
        var staff = new StaffDirectory(tables, [new StaffMember("Anna", StaffRole.Admin, StaffKeys.HashOf(SettingsKey), null, null)], new ManualTime(new DateTimeOffset(2023, 5, 2, 6, 0, 0, TimeSpan.Zero)));
        await staff.CreateStorageAsync(default);
        return (staff, tables);
    }
}
