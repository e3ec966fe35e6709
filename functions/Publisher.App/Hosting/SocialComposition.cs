using Publisher.Alerts;
using Publisher.App.Local;
using Publisher.App.Settings;
using Publisher.Rendering;
using Publisher.Social;
using Publisher.Social.Networks;
using Publisher.Social.Networks.Facebook;
using Publisher.Social.Networks.LinkedIn;
using Publisher.Social.Networks.Mastodon;
using Publisher.Social.Preflight;
using Publisher.Social.Texts;

namespace Publisher.App.Hosting;

/// <summary>Puts the social part together: a client for each network with credentials, packs to copy for the others.</summary>
internal static class SocialComposition
{
    public static void AddSocial(this IServiceCollection services, PublisherSettings settings, TimeProvider clock)
    {
        var social = settings.Social;
        services.AddSingleton(social.Rules);
        services.AddSingleton(new SafeFetch($"Publisher/1.0 (+{settings.PublicUrl})", clock));
        services.AddSingleton(provider => social.LooksAtLinks ? new LinkCheck(provider.GetRequiredService<SafeFetch>()) : LinkCheck.Off);
        services.AddSingleton<IReadOnlyList<ISocialNetwork>>(provider =>
            [.. social.Networks.Select(key => Open(key, social, settings.Outbox, provider.GetRequiredService<SafeFetch>(), clock))]);
        services.AddSingleton(provider => new PostText(
            provider.GetRequiredService<Templates>(), settings.Organisation, settings.Programmes, settings.PublicUrl, settings.Zone, social.Language));
        services.AddSingleton<Posts>().AddSingleton<NetworkStates>().AddSingleton<SettlePost>().AddSingleton<MakePost>().AddSingleton<RecoverPost>();
        services.AddSingleton<SocialAlerts>().AddSingleton(provider => new AlertSource(provider.GetRequiredService<SocialAlerts>().FindAsync));
        services.AddSingleton<CollectContent>().AddSingleton<PublishPost>().AddSingleton<ProbeTokens>().AddSingleton<StaffPosts>();
    }

    private static ISocialNetwork Open(string key, SocialSettings social, string? outbox, SafeFetch fetch, TimeProvider clock) => key switch
    {
        NetworkKeys.Facebook when social.Facebook is { } facebook => new FacebookNetwork(facebook, clock),
        NetworkKeys.LinkedIn when social.LinkedIn is { } linkedIn => new LinkedInNetwork(linkedIn, fetch, clock),
        NetworkKeys.Mastodon when social.Mastodon is { } mastodon => new MastodonNetwork(mastodon, fetch, clock),
        _ => new CopyPasteNetwork(key, outbox is null ? null : Path.Combine(outbox, OutboxFolder.Social)),
    };
}
