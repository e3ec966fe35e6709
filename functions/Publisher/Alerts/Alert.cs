using NodaTime;

namespace Publisher.Alerts;

/// <summary>Something that waits for staff: it is mailed to them once a day for as long as it lasts.</summary>
/// <param name="Cause">Names it among all others, whatever its details are by now: <c>held-facebook</c>. There is one mail a day of a cause.</param>
/// <param name="Words">Of its sentences in the strings: <c>Held</c> for <c>alertHeldSubject</c> and <c>alertHeldText</c>.</param>
/// <param name="Values">For the blanks in them.</param>
/// <param name="Details">What it is about, a line each, as the product says it everywhere: in English, never with a secret.</param>
/// <param name="Day">For the blank <c>{date}</c>; null where there is none.</param>
public sealed record Alert(string Cause, string Words, IReadOnlyList<(string Blank, string Value)> Values, IReadOnlyList<string> Details, LocalDate? Day = null);

/// <summary>A part of the product that may have something for staff. It is asked anew before each mail: what is over by then is not mailed.</summary>
public sealed record AlertSource(Func<Instant, CancellationToken, Task<IReadOnlyList<Alert>>> FindAsync);
