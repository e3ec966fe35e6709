using NodaTime;
using Publisher.Storage;

namespace Publisher.Social;

/// <summary>Asks each network whether its token is taken and how long still, and says so while there is time to make a new one.</summary>
public sealed class ProbeTokens(NetworkStates states, IReadOnlyList<ISocialNetwork> networks, WorkQueues queues, TimeProvider clock)
{
    /// <summary>Long enough for whoever makes tokens to come back from a holiday.</summary>
    public static readonly Duration WarnAhead = Duration.FromDays(14);

    /// <summary>A network that is held is asked again at most so often.</summary>
    private static readonly Duration AskEvery = Duration.FromMinutes(15);

    /// <returns>A sentence for each network.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var said = new List<string>();
        foreach (var network in networks.Where(network => network.IsWall))
        {
            var state = await NoteAsync(network, await network.ProbeAsync(cancellationToken), cancellationToken);
            said.Add(state.Note.Length > 0 ? $"{network.Key}: {state.Note}" : $"{network.Key}: the token is taken");
        }

        return said.Count > 0 ? said : ["No network has a token here"];
    }

    /// <summary>Asks whether a held network may go on.</summary>
    /// <returns>Whether it does.</returns>
    public async Task<bool> ReleaseAsync(ISocialNetwork network, NetworkState state, CancellationToken cancellationToken)
    {
        if (state.TokenChecked is { } last && clock.Now() - last < AskEvery) return false;
        return (await NoteAsync(network, await network.ProbeAsync(cancellationToken), cancellationToken)).HeldSince is null;
    }

    private async Task<NetworkState> NoteAsync(ISocialNetwork network, TokenHealth health, CancellationToken cancellationToken)
    {
        var now = clock.Now();
        var released = false;
        var noted = await states.ChangeAsync(network.Key, state =>
        {
            // Not reached: what was known of the token stays known, and a warning of its end stays said.
            if (health.Valid is not { } valid) return state with { TokenChecked = now, Note = state.HeldSince is not null ? state.Note : Warning(network.Key, state.TokenEnds, now) is { Length: > 0 } warning ? warning : health.Note };
            released = valid && state.HeldSince is not null;
            return state with { TokenChecked = now, TokenEnds = health.Ends, HeldSince = valid ? null : state.HeldSince ?? now, Note = valid && Warning(network.Key, health.Ends, now) is { Length: > 0 } ends ? ends : health.Note };
        }, cancellationToken);
        if (released) await queues.SendAsync(new PublishPostWork(network.Key), cancellationToken);
        return noted;
    }

    /// <returns>Empty where there is time enough.</returns>
    internal static string Warning(string network, Instant? ends, Instant now)
    {
        if (ends is not { } end || end - now > WarnAhead) return "";
        // Taken still, though its end is over: access that has to be agreed to anew.
        if (end <= now) return $"the token ended on {end.InUtc().Date:uuuu-MM-dd} and may fail at any time: make a new one now and set {TokenSetting(network)}";
        var days = (int)Math.Floor((end - now).TotalDays);
        return $"the token ends on {end.InUtc().Date:uuuu-MM-dd}, in {days} {(days == 1 ? "day" : "days")}: make a new one now and set {TokenSetting(network)}; until then all is posted as usual";
    }

    /// <summary>The setting that staff have to change.</summary>
    internal static string TokenSetting(string network) => $"Publisher__Social__{NetworkKeys.NameOf(network)}__AccessToken";
}
