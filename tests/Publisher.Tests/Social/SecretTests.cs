using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Publisher.Content;
using Publisher.Social;
using Publisher.Storage;
using Publisher.Testing.Walls;

namespace Publisher.Tests.Social;

public sealed class SecretTests
{
    [Fact]
    public async Task No_token_or_secret_is_in_any_row_log_sentence_trace_or_exception_whatever_fails()
    {
        await using var product = await WallProduct.StartAsync();
        var traces = new List<string>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref System.Diagnostics.ActivityCreationOptions<System.Diagnostics.ActivityContext> _) => System.Diagnostics.ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (traces) traces.Add(string.Join(' ', activity.DisplayName, string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))));
            },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        var said = new List<string>();
        var number = 0;
        foreach (var fault in Enum.GetValues<WallFault>())
        {
            foreach (var key in NetworkKeys.All)
            {
                product.WallOf(key).Reset();
                product.WallOf(key).Fault = _ => fault;
                // The walls repeat the token in this answer, as some networks do.
                product.WallOf(key).TokenIsTaken = fault != WallFault.Forbidden;
                said.AddRange(await product.Get<ProbeTokens>().RunAsync(default));
            }

            product.Facebook.Refusal = fault == WallFault.None ? 9999 : 0;
            await product.Get<Items>().SaveAsync(Some.News(string.Create(CultureInfo.InvariantCulture, $"n{++number}")), default);
            said.Add(await product.Get<CollectContent>().RunAsync(default));
            foreach (var key in NetworkKeys.All)
            {
                said.Add(await product.Get<PublishPost>().RunAsync(new PublishPostWork(key), default));
                product.Pass(Duration.FromMinutes(20));
                said.Add(await product.Get<PublishPost>().RunAsync(new PublishPostWork(key), default));
            }
        }

        said.AddRange(product.Get<IReadOnlyList<ISocialNetwork>>().Select(network => network.ToString()!));
        said.Add(product.Get<App.Settings.PublisherSettings>().ToString());
        foreach (var table in (string[])["posts", "networks", "content", "watermarks"])
            await foreach (var row in product.Get<TableServiceClient>().GetTableClient(table).QueryAsync<TableEntity>()) said.Add(string.Join(' ', row.Select(pair => $"{pair.Key}={pair.Value}")));
        foreach (var message in (await product.Get<QueueServiceClient>().GetQueueClient(WorkQueues.QueueName(PublishPostWork.Name)).PeekMessagesAsync(32)).Value) said.Add(message.Body.ToString());
        said.AddRange(product.Log.Lines);
        lock (traces) said.AddRange(traces);

        Assert.True(said.Count > 100, $"{said.Count}");
        Assert.Contains(said, line => line.Contains("does not take the token", StringComparison.Ordinal));
        Assert.Contains(said, line => line.Contains("•••", StringComparison.Ordinal));
        string[] secrets = [product.Facebook.Token, product.Facebook.AppSecret, LinkedInWall.ClientSecret];
        Assert.All(said, line => Assert.DoesNotContain(secrets, secret => line.Contains(secret, StringComparison.Ordinal)));
    }
}
