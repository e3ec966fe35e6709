using Publisher.App.Settings;

namespace Publisher.App.Webhooks;

public static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, FeedbackSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton(provider => new SnsClient(SnsClient.Handler(), provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IWebhook, SesWebhook>()
        .AddSingleton<IWebhook, SendGridWebhook>()
        .AddSingleton<IWebhook, PostmarkWebhook>()
        .AddSingleton<IWebhook, MailgunWebhook>()
        .AddSingleton<IWebhook, AzureWebhook>()
        .AddSingleton<WebhooksApi>()
        .AddSingleton<InboundApi>();
}
