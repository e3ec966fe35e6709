using System.Text;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Auth;
using Azure.Data.Tables.Batch;
using Azure.Data.Tables.Edm;
using Azure.Data.Tables.Query;
using Azure.Data.Tables.Wire;
using FsCheck;
using FsCheck.Fluent;
using Publisher.Tables.Tests.Contract;
using Publisher.Tables.Tests.Faults;

namespace Publisher.Tables.Tests.Parsing;

/// <summary>Whatever arrives, the readers give a value or their one documented failure.</summary>
public sealed class AnswerFuzzTests
{
    private const string Row =
        """
        {"odata.metadata":"x","odata.etag":"W/\"datetime'2026-11-22T04%3A00%3A00Z'\"","PartitionKey":"p","RowKey":"r","Timestamp":"2026-11-22T04:00:00.1234567Z",
        "Text":"a\u0142","Number":5,"Ratio":1.5,"Big@odata.type":"Edm.Int64","Big":"5","Id@odata.type":"Edm.Guid","Id":"0f8fad5b-d9cb-469f-a165-70867728950e",
        "Bytes@odata.type":"Edm.Binary","Bytes":"AQID","Instant@odata.type":"Edm.DateTime","Instant":"2026-01-02T03:04:05Z","Flag":true,"Season":"Autumn","ClientRequestId":"x"}
        """;

    private const string Batch =
        "--batchresponse_1\r\nContent-Type: multipart/mixed; boundary=changesetresponse_2\r\n\r\n" +
        "--changesetresponse_2\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\nContent-ID: 0\r\nETag: W/\"1\"\r\n\r\n\r\n" +
        "--changesetresponse_2\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 409 Conflict\r\nContent-Type: application/json\r\n\r\n" +
        "{\"odata.error\":{\"code\":\"EntityAlreadyExists\",\"message\":{\"lang\":\"en-us\",\"value\":\"1:The specified entity already exists.\"}}}\r\n" +
        "--changesetresponse_2--\r\n--batchresponse_1--\r\n";

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void A_spoilt_row_is_a_row_or_a_failed_request()
    {
        Check.One(Often, Prop.ForAll(Spoilt(Row), bytes =>
        {
            Only<RequestFailedException>(() => Answers.Guard(200, () => EntityJson.Read<SampleRow>(Answers.Row(Reply(bytes)))));
            Only<RequestFailedException>(() => Answers.Guard(200, () => EntityJson.Read<TableEntity>(Answers.Row(Reply(bytes)))));
        }));
    }

    [Fact]
    public void A_spoilt_page_is_a_page_or_a_failed_request() =>
        Check.One(Often, Prop.ForAll(Spoilt($"{{\"value\":[{Row},{Row}]}}"), bytes =>
            Only<RequestFailedException>(() => Answers.Rows(Reply(bytes), element => EntityJson.Read<SampleRow>(EntityRow.Read(element))))));

    [Fact]
    public void A_spoilt_answer_to_a_transaction_is_an_outcome_or_a_failed_request() =>
        Check.One(Often, Prop.ForAll(Spoilt(Batch), bytes =>
        {
            Only<RequestFailedException>(() => Answers.Guard(202, () => BatchResponse.Read(bytes, 2)));
        }));

    [Fact]
    public void Any_error_body_is_read_without_complaint() =>
        Check.One(Often, Prop.ForAll(Spoilt("{\"odata.error\":{\"code\":\"X\",\"message\":{\"lang\":\"en-us\",\"value\":\"0:Y\"}}}"), bytes =>
        {
            _ = ServiceFault.Read(bytes);
            _ = ServiceFault.Exception(new CannedResponse(400) { ContentStream = new MemoryStream(bytes) });
        }));

    [Fact]
    public void A_spoilt_connection_string_is_a_sentence_without_its_secret() =>
        Check.One(Often, Prop.ForAll(Spoilt("DefaultEndpointsProtocol=https;AccountName=name;AccountKey=c2VjcmV0;TableEndpoint=https://name.table.core.windows.net;"), bytes =>
        {
            var failure = Only<FormatException>(() => TableConnectionString.Parse("x=;" + Encoding.UTF8.GetString(bytes)));
            Assert.DoesNotContain("c2Vj", failure?.ToString() ?? "", StringComparison.Ordinal);
        }));

    [Fact]
    public void Any_continuation_token_comes_back_as_it_went() =>
        Check.One(Often, Prop.ForAll(Unit.Texts.Any, Unit.Texts.Any, (partitionKey, rowKey) =>
            Assert.Equal(new Continuation(partitionKey + "p", rowKey), Continuation.Parse(new Continuation(partitionKey + "p", rowKey).ToString()))));

    [Fact]
    public void A_refusal_names_status_code_index_and_sentence()
    {
        var refusal = BatchResponse.Read(Encoding.UTF8.GetBytes(Batch), 2).Refusal!;

        Assert.Equal((409, "EntityAlreadyExists", (int?)1), (refusal.Status, refusal.ErrorCode, refusal.FailedTransactionActionIndex));
        Assert.Contains("The specified entity already exists.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7:beyond the actions")]
    [InlineData("no index")]
    [InlineData("")]
    public void A_refusal_without_a_believable_index_has_none(string message)
    {
        var body = Batch.Replace("1:The specified entity already exists.", message, StringComparison.Ordinal);

        Assert.Null(BatchResponse.Read(Encoding.UTF8.GetBytes(body), 2).Refusal!.FailedTransactionActionIndex);
    }

    private static CannedResponse Reply(byte[] bytes) => new(200) { ContentStream = new MemoryStream(bytes) };

    private static TFailure? Only<TFailure>(Func<object?> read)
        where TFailure : Exception
    {
        try
        {
            _ = read();
            return null;
        }
        catch (TFailure failure)
        {
            return failure;
        }
    }

    /// <summary>The sample with some bytes changed, dropped, doubled or cut off; sometimes no more than noise.</summary>
    private static Arbitrary<byte[]> Spoilt(string sample)
    {
        var bytes = Encoding.UTF8.GetBytes(sample);
        var at = Gen.Choose(0, bytes.Length - 1);
        var anyByte = Gen.OneOf(Gen.Choose(0, 255), Gen.Elements("\"{}[]:,\\-0123456789.eu\r\n".Select(letter => (int)letter).ToArray())).Select(number => (byte)number);
        Gen<Func<byte[], byte[]>> change = Gen.OneOf(
            from i in at from value in anyByte select new Func<byte[], byte[]>(text => i < text.Length ? [.. text[..i], value, .. text[(i + 1)..]] : text),
            from i in at from value in anyByte select new Func<byte[], byte[]>(text => i < text.Length ? [.. text[..i], value, .. text[i..]] : text),
            from i in at from length in Gen.Choose(1, 20) select new Func<byte[], byte[]>(text => i + length < text.Length ? [.. text[..i], .. text[(i + length)..]] : text),
            from i in at from length in Gen.Choose(1, 40) select new Func<byte[], byte[]>(text => i + length < text.Length ? [.. text[..(i + length)], .. text[i..]] : text),
            from i in at select new Func<byte[], byte[]>(text => i < text.Length ? text[..i] : text));
        var spoilt = Gen.NonEmptyListOf(change).Select(changes => changes.Take(4).Aggregate(bytes, (text, next) => next(text)));
        return Arb.From(Gen.Frequency((9, spoilt), (1, Gen.ArrayOf(anyByte))));
    }
}
