using System.Net;
using Microsoft.AspNetCore.Http;
using NodaTime;
using Publisher.App.Webhooks;
using Publisher.Subscribers;

namespace Publisher.App.Tests.Webhooks;

/// <summary>How each provider proves who calls, and what is no proof.</summary>
public sealed class ProofTests : IAsyncLifetime
{
    private Door door = null!;

    public async Task InitializeAsync() => door = await Door.OpenAsync();

    public async Task DisposeAsync()
    {
        Assert.Equal(expectation, await door.ReasonAsync());
        await door.DisposeAsync();
    }

    /// <summary>Nothing is done unless a test says so.</summary>
    private string? expectation;

    [Fact]
    public async Task Sns_messages_of_both_signature_versions_are_known_and_the_certificate_is_fetched_once()
    {
        using var client = new SnsClient(door.Sns, door.Product.Clock);
        var topic = TopicArn.Parse(Door.Topic)!;
        for (var time = 0; time < 3; time++)
        {
            using var key = await client.KeyAsync(topic, FakeSns.CertificateUrl, CancellationToken.None);
            Assert.NotNull(key);
        }

        Assert.Equal([FakeSns.CertificateUrl], door.Sns.Called);
        Assert.Equal(200, (await door.PostAsync("ses", door.Sns.Notification(Door.Recorded("ses-hard"), "1"))).Status);
        Assert.Equal(200, (await door.PostAsync("ses", door.Sns.Notification(Door.Recorded("ses-hard"), "2"))).Status);
        expectation = Suppressions.Bounced;
    }

    [Theory]
    [InlineData("http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem")]
    [InlineData("https://evil.example/SimpleNotificationService-0.pem")]
    [InlineData("https://evil.example#sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com@evil.example/SimpleNotificationService-0.pem")]
    [InlineData("https://user@sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com:8443/SimpleNotificationService-0.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-0.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem?x=.pem")]
    [InlineData("https://sns.eu-central-1.amazonaws.com/?Action=Publish&x=.pem")]
    [InlineData("https://bucket.s3.amazonaws.com/SimpleNotificationService-0.pem")]
    [InlineData("https://169.254.169.254/SimpleNotificationService-0.pem")]
    [InlineData("file:///etc/SimpleNotificationService-0.pem")]
    [InlineData("")]
    public async Task No_host_but_the_topics_own_is_ever_called_for_a_certificate(string url)
    {
        Assert.Equal(401, (await door.PostAsync("ses", door.Sns.Notification(Door.Recorded("ses-hard"), url: url))).Status);
        Assert.Empty(door.Sns.Called);
    }

    [Fact]
    public async Task Another_topic_another_message_and_another_key_are_refused()
    {
        var payload = Door.Recorded("ses-hard");
        using var other = new FakeSns();

        Assert.Equal(401, (await door.PostAsync("ses", door.Sns.Notification(payload, topic: Door.Topic + "2"))).Status);
        Assert.Equal(401, (await door.PostAsync("ses", door.Sns.Notification(payload, signed: Door.Recorded("ses-soft")))).Status);
        Assert.Equal(401, (await door.PostAsync("ses", other.Notification(payload))).Status);
        Assert.Equal(401, (await door.PostAsync("ses", door.Sns.Notification(payload, version: "3"))).Status);
        Assert.Equal(401, (await door.PostAsync("ses", "{}")).Status);
    }

    [Fact]
    public async Task A_certificate_that_is_away_too_large_none_or_out_of_date_proves_nothing()
    {
        var message = door.Sns.Notification(Door.Recorded("ses-hard"));
        foreach (var answer in (Func<HttpResponseMessage>[])
            [
                () => new(HttpStatusCode.NotFound), () => new(HttpStatusCode.OK) { Content = new StringContent("hello") },
                () => new(HttpStatusCode.OK) { Content = new StringContent(new string('x', 100_000)) }, () => throw new HttpRequestException("away"),
                () => new(HttpStatusCode.Found) { Headers = { Location = new Uri("https://evil.example/x.pem") } },
            ])
        {
            door.Sns.Answer = _ => answer();
            Assert.Equal(401, (await door.PostAsync("ses", message)).Status);
        }

        door.Sns.Answer = null;
        door.Product.PassTo("2024-01-01T00:00:00Z");
        Assert.Equal(401, (await door.PostAsync("ses", message)).Status);
    }

    [Fact]
    public async Task A_subscription_of_the_topic_is_confirmed_at_its_own_host_and_nowhere_else()
    {
        const string Confirm = "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-central-1:123456789012:feedback&Token=2336412f37f";

        Assert.Equal(200, (await door.PostAsync("ses", door.Sns.Confirmation(Confirm))).Status);
        Assert.Equal([FakeSns.CertificateUrl, new Uri(Confirm).AbsoluteUri], door.Sns.Called);
        foreach (var elsewhere in (string[])["https://evil.example/?Action=ConfirmSubscription&x", Confirm.Replace("ConfirmSubscription", "Publish", StringComparison.Ordinal)])
            Assert.Equal(400, (await door.PostAsync("ses", door.Sns.Confirmation(elsewhere))).Status);
        Assert.Equal(2, door.Sns.Called.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Sendgrids_signature_covers_the_time_and_every_octet()
    {
        var payload = Door.Recorded("sendgrid-hard");

        Assert.Equal(401, (await door.PostAsync("sendgrid", payload + " ", request => door.SignSendGrid(request, payload, door.Product.Now))).Status);
        Assert.Equal(401, (await door.PostAsync("sendgrid", payload, request =>
        {
            door.SignSendGrid(request, payload, door.Product.Now);
            request.Headers[SendGridWebhook.TimestampHeader] = "1682953200";
            request.Headers[SendGridWebhook.TimestampHeader] += "1";
        })).Status);
        Assert.Equal(401, (await door.PostAsync("sendgrid", payload, request => door.SignSendGrid(request, payload, door.Product.Now - Duration.FromHours(26)))).Status);
        Assert.Equal(401, (await door.PostAsync("sendgrid", payload, request => door.SignSendGrid(request, payload, door.Product.Now + Duration.FromHours(1)))).Status);
        foreach (var nonsense in (string[])["", "!", "AAAA", Convert.ToBase64String(new byte[72])])
            Assert.Equal(401, (await door.PostAsync("sendgrid", payload, request =>
            {
                door.SignSendGrid(request, payload, door.Product.Now);
                request.Headers[SendGridWebhook.SignatureHeader] = nonsense;
            })).Status);
    }

    [Fact]
    public async Task Postmark_has_to_know_name_and_password()
    {
        var payload = Door.Recorded("postmark-hard");
        foreach (var (user, password) in ((string, string)[])[("postmark", "x"), ("x", Door.Secret), ("", ""), ("postmark:" + Door.Secret, "")])
            Assert.Equal(401, (await door.PostAsync("postmark", payload, request => Door.Basic(request, user, password))).Status);
        foreach (var header in (string[])["Basic", "Basic !!!", "Bearer " + Door.Secret])
            Assert.Equal(401, (await door.PostAsync("postmark", payload, request => request.Headers.Authorization = header)).Status);
    }

    [Fact]
    public async Task Mailguns_signature_is_made_with_the_key_and_not_long_ago()
    {
        var payload = Door.Recorded("mailgun-hard");

        Assert.Equal(401, (await door.PostAsync("mailgun", Door.Mailgun(payload, door.Product.Now, "another key"))).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", Door.Mailgun(payload, door.Product.Now - Duration.FromHours(10)))).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", Door.Mailgun(payload, door.Product.Now + Duration.FromHours(1)))).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", Door.Mailgun(payload, door.Product.Now).Replace("\"timestamp\":\"1", "\"timestamp\":\"2", StringComparison.Ordinal))).Status);
        Assert.Equal(401, (await door.PostAsync("mailgun", "[]")).Status);
    }

    [Fact]
    public async Task Mailguns_tries_at_one_message_are_one_soft_bounce()
    {
        var payload = Door.Recorded("mailgun-soft");
        for (var attempt = 1; attempt <= 5; attempt++) await door.SendAsync("mailgun", payload.Replace("Fs7-5t81S2ONZvWW6fKLtw", $"try{attempt}", StringComparison.Ordinal));

        Assert.Single(await door.EntriesAsync());
    }

    [Fact]
    public async Task Event_grid_gets_its_code_back_only_with_the_secret_in_the_address_or_a_header()
    {
        var handshake = Door.Recorded("azure-handshake");

        Assert.Equal(401, (await door.PostAsync("azure", handshake)).Status);
        Assert.Equal(401, (await door.PostAsync("azure", handshake, request => request.QueryString = new QueryString("?secret=wrong"))).Status);
        var (status, body) = await door.SendAsync("azure", handshake);
        Assert.Equal((200, "512d38b6-c7b8-40c8-89fe-f46f9e9622b6"), (status, body.GetProperty("validationResponse").GetString()));
        Assert.Equal(200, (await door.PostAsync("azure", handshake, request => request.Headers[AzureWebhook.SecretHeader] = Door.Secret)).Status);
    }
}
