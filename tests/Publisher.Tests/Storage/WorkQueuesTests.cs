using Publisher.Delivery;
using Publisher.Social;
using Publisher.Storage;

namespace Publisher.Tests.Storage;

public sealed class WorkQueuesTests
{
    [Theory]
    [InlineData("SendBatch", "send-batch")]
    [InlineData("Feedback", "feedback")]
    public void A_queue_is_named_after_its_function(string function, string queue) => Assert.Equal(queue, WorkQueues.QueueName(function));

    [Fact]
    public void A_message_is_read_as_it_was_written()
    {
        Assert.Equal("""{"name":"SendBatch","version":1,"data":{"edition":"weekly-0001","batch":3}}""", WorkQueues.Encode(new SendBatchWork("weekly-0001", 3)));
        Assert.Equal(new SendBatchWork("weekly-0001", 3), WorkQueues.Decode<SendBatchWork>(WorkQueues.Encode(new SendBatchWork("weekly-0001", 3))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"name":"SendBatch","version":1}""")]
    [InlineData("""{"name":"SendBatch","version":1,"data":null}""")]
    [InlineData("""{"name":"SendBatch","version":2,"data":{"edition":"weekly-0001","batch":3}}""")]
    [InlineData("""{"name":"CloseEdition","version":1,"data":{"edition":"weekly-0001","batch":3}}""")]
    [InlineData("""{"name":"SendBatch","version":1,"data":{"edition":7,"batch":3}}""")]
    public void Anything_else_is_unknown_work(string text) => Assert.Throws<UnknownWorkException>(() => WorkQueues.Decode<SendBatchWork>(text));

    [Fact]
    public void One_kind_of_work_is_never_taken_for_another() =>
        Assert.Throws<UnknownWorkException>(() => WorkQueues.Decode<CloseEditionWork>(WorkQueues.Encode(new PublishPostWork("facebook"))));
}
