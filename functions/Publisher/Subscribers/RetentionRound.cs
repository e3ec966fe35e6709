using NodaTime;

namespace Publisher.Subscribers;

/// <param name="Name">Of <see cref="KeptElsewhere"/>.</param>
/// <param name="Rest">Whether more is left for the next round.</param>
public sealed record ElsewhereForgotten(string Name, int Count, bool Rest);

/// <summary>What one round of retention took away, or finished. Numbers only.</summary>
/// <param name="At">When it began.</param>
/// <param name="Counts">By the names here.</param>
/// <param name="PartitionsLeft">Of the subscribers', for the next round.</param>
/// <param name="Lost">Who were erased and are known only by a secret that is not in the settings.</param>
public sealed record RetentionRound(Instant At, IReadOnlyDictionary<string, int> Counts, int PartitionsLeft, int Lost)
{
    public const string Unconfirmed = "unconfirmed";
    public const string Networks = "networks";
    public const string Nobodys = "nobodys";
    public const string Erased = "erased";
    public const string Moved = "moved";
    public const string Addresses = "addresses";
    public const string Asked = "asked";
    public const string Calls = "calls";
    public const string Feedback = "feedback";

    /// <summary>What other rooms forgot.</summary>
    public IReadOnlyList<ElsewhereForgotten> Elsewhere { get; init; } = [];

    /// <summary>For the log: what was done, in a sentence; and another where somebody has to do something.</summary>
    public IReadOnlyList<string> Describe()
    {
        var said = $"Retention: {Of(Unconfirmed)} unconfirmed removed, {Of(Networks)} networks forgotten, {Of(Nobodys)} histories of nobody removed, "
            + $"{Of(Erased)} erasures finished, {Of(Moved)} entries moved to the history"
            + Some(Addresses, ", {0} changes of address finished or forgotten")
            + Some(Asked, ", sign-ups of known addresses forgotten: {0}")
            + Some(Calls, ", {0} readers' choices of ended calls forgotten")
            + Some(Feedback, ", reports of mail servers forgotten: {0}")
            + string.Concat(Elsewhere.Select(kept => (kept.Count > 0 ? $", {kept.Name} forgotten: {kept.Count}" : "") + (kept.Rest ? $", more {kept.Name} are left for the next run" : "")))
            + (PartitionsLeft > 0 ? $"; {PartitionsLeft} of {KeyRange.Partitions} partitions are left for the next run" : "");
        return Lost == 0
            ? [said]
            : [said, $"{Lost} who were erased are known only by a secret that is not in the settings: put it back into Publisher__OldSecrets, or an import may bring them back"];
    }

    private int Of(string name) => Counts.GetValueOrDefault(name);

    private string Some(string name, string text) => Of(name) > 0 ? text.Replace("{0}", Of(name).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal) : "";
}
