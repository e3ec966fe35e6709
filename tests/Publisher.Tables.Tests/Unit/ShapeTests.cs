using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Edm;

namespace Publisher.Tables.Tests.Unit;

public sealed class ShapeTests
{
    [Fact]
    public void A_property_no_table_can_hold_is_named_in_the_complaint()
    {
        var complaint = Assert.Throws<NotSupportedException>(() => EntityJson.Write(new WithDecimal(), "x"));

        Assert.Contains("WithDecimal.Price is of type Decimal", complaint.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => EntityJson.Write(new TableEntity("p", "r") { ["Price"] = 1m }, "x"));
    }

    [Fact]
    public void Two_properties_of_one_name_are_refused() => Assert.Throws<NotSupportedException>(() => EntityJson.Write(new WithTwins(), "x"));

    [Fact]
    public void A_row_without_a_key_is_a_fault_of_the_caller() => Assert.Throws<ArgumentException>(() => EntityJson.Write(new TableEntity(), "x"));

    [Theory]
    [InlineData("odata.type")]
    [InlineData("Text@odata.type")]
    [InlineData("ClientRequestId")]
    public void A_name_that_means_something_to_the_protocol_is_reserved(string name) =>
        Assert.Throws<ArgumentException>(() => EntityJson.Write(new TableEntity("p", "r") { [name] = 1 }, "x"));

    [Fact]
    public void Reading_a_property_as_another_type_says_which_type_it_has()
    {
        var row = new TableEntity("p", "r") { ["N"] = 5 };

        Assert.Contains("Int32", Assert.Throws<InvalidOperationException>(() => row.GetString("N")).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => row.GetInt64("N"));
        Assert.Throws<InvalidOperationException>(() => row.GetDateTime("N"));
        Assert.Null(row.GetInt64("None"));
    }

    [Fact]
    public void A_row_that_was_never_read_has_no_version()
    {
        var row = new TableEntity("p", "r") { ETag = new ETag("x") };
        row.ETag = default;

        Assert.Equal(default, row.ETag);
        Assert.False(row.ContainsKey("odata.etag"));
    }

    private abstract class Keyed : ITableEntity
    {
        public string PartitionKey { get; set; } = "p";

        public string RowKey { get; set; } = "r";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }
    }

    private sealed class WithDecimal : Keyed
    {
        public decimal Price { get; set; }
    }

    private sealed class WithTwins : Keyed
    {
        public int Count { get; set; }

        [DataMember(Name = "Count")]
        public int Other { get; set; }
    }
}
