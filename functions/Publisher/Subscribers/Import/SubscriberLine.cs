namespace Publisher.Subscribers.Import;

/// <summary>What one line of a list says: a person to take in, a person to leave out, or faults.</summary>
/// <param name="Line">Of the file, from 1; where a quoted cell has line breaks, the first.</param>
/// <param name="Cells">As they stand in the file.</param>
/// <param name="Person">Null where the line is refused or brings nobody.</param>
/// <param name="Key">Whose line it is; null where it has no address that can be mailed.</param>
/// <param name="LeftOut">Why the line brings nobody though nothing is wrong with it.</param>
/// <param name="Address">As far as it can be read.</param>
public sealed record SubscriberLine(
    int Line, IReadOnlyList<string> Cells, Subscriber? Person, SubscriberKey? Key, LeftOut LeftOut, string Address, IReadOnlyList<Fault> Faults)
{
    public static SubscriberLine Refused(int line, IReadOnlyList<string> cells, IReadOnlyList<Fault> faults, string address = "") =>
        new(line, cells, null, null, LeftOut.None, address, faults);
}
