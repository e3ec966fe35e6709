using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Publisher.Tables.Tests.Contract;

public sealed class RowTests(TableFixture fixture) : IClassFixture<TableFixture>
{
    [Fact]
    public async Task What_is_added_is_read_back_with_keys_timestamp_and_version()
    {
        var table = await fixture.NewTableAsync();
        var added = await table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "Zażółć" });

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("Zażółć", read.GetString("Text"));
        Assert.Equal(("p", "r"), (read.PartitionKey, read.RowKey));
        Assert.NotNull(read.Timestamp);
        Assert.Equal(added.Headers.ETag, read.ETag);
        Assert.Equal(["PartitionKey", "RowKey", "Text", "Timestamp", "odata.etag"], read.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Adding_twice_is_a_conflict()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((409, TableErrorCode.EntityAlreadyExists), (refused.Status, refused.ErrorCode));
    }

    [Fact]
    public async Task A_missing_row_is_404_or_no_value()
    {
        var table = await fixture.NewTableAsync();

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        var maybe = await table.GetEntityIfExistsAsync<TableEntity>("p", "r");

        Assert.Equal((404, TableErrorCode.ResourceNotFound), (missing.Status, missing.ErrorCode));
        Assert.False(maybe.HasValue);
        Assert.Equal(404, maybe.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => maybe.Value);
    }

    [Fact]
    public async Task An_update_with_an_old_version_is_412_and_with_the_new_one_goes_through()
    {
        var table = await fixture.NewTableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r") { ["N"] = 1 })).Headers.ETag!.Value;
        var second = (await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 2 }, first)).Headers.ETag!.Value;

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 3 }, first));
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 4 }, second, TableUpdateMode.Replace);

        Assert.Equal((412, TableErrorCode.UpdateConditionNotSatisfied), (refused.Status, refused.ErrorCode));
        Assert.Equal(4, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("N"));
    }

    [Fact]
    public async Task An_update_of_a_missing_row_is_404_even_for_any_version()
    {
        var table = await fixture.NewTableAsync();

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All));

        Assert.Equal(404, refused.Status);
    }

    [Fact]
    public async Task An_update_without_a_version_is_a_fault_of_the_caller()
    {
        var table = await fixture.NewTableAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, "old")]
    [InlineData(TableUpdateMode.Replace, null)]
    public async Task Merging_keeps_what_the_update_does_not_name_and_replacing_drops_it(TableUpdateMode mode, string? kept)
    {
        var table = await fixture.NewTableAsync();
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Kept"] = "old", ["Changed"] = "old" }, mode);
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["Changed"] = "new" }, mode);
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["Added"] = 1, ["Changed"] = "new" }, ETag.All, mode);

        var read = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(kept, read.GetString("Kept"));
        Assert.Equal("new", read.GetString("Changed"));
        Assert.Equal(1, read.GetInt32("Added"));
    }

    [Fact]
    public async Task Deleting_respects_the_version_and_says_404_for_a_missing_row_without_throwing()
    {
        var table = await fixture.NewTableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["N"] = 1 }, old);

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", old));

        Assert.Equal(412, refused.Status);
        Assert.Equal(204, (await table.DeleteEntityAsync("p", "r")).Status);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task Selecting_returns_only_the_named_properties_and_the_version()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = 2 });

        var read = (await table.GetEntityAsync<TableEntity>("p", "r", ["RowKey", "A"])).Value;

        Assert.Equal(1, read.GetInt32("A"));
        Assert.Null(read["B"]);
        Assert.Equal("r", read.RowKey);
        Assert.NotEqual(default, read.ETag);
    }

    [Fact]
    public async Task Tables_are_made_listed_and_dropped_and_doing_so_twice_is_no_failure()
    {
        var service = fixture.Service();
        var name = Publisher.Testing.AzuriteFixture.UniqueName("t");

        Assert.Equal(name, (await service.CreateTableIfNotExistsAsync(name)).Value.Name);
        Assert.Equal(409, (await service.CreateTableIfNotExistsAsync(name)).GetRawResponse().Status);
        var listed = new List<string>();
        await foreach (var table in service.QueryAsync(TableClient.CreateQueryFilter($"TableName eq {name}"))) listed.Add(table.Name);

        Assert.Equal([name], listed);
        Assert.Equal(204, (await service.DeleteTableAsync(name)).Status);
        Assert.Equal(404, (await service.GetTableClient(name).DeleteAsync()).Status);
    }

    [Fact]
    public async Task A_row_of_a_missing_table_is_404_with_the_code_that_says_so()
    {
        var table = fixture.Service().GetTableClient(Publisher.Testing.AzuriteFixture.UniqueName("t"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((404, TableErrorCode.TableNotFound), (refused.Status, refused.ErrorCode));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("a-bc")]
    [InlineData("tab/../le")]
    public void A_name_no_table_can_have_is_a_fault_of_the_caller(string name) =>
        Assert.Throws<ArgumentException>(() => fixture.Service().GetTableClient(name));
}
