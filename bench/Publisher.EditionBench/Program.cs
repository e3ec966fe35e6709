using System.Diagnostics;
using Publisher.EditionBench;
using Publisher.Mail;
using Publisher.Mail.Merge;

const int Rounds = 300;

// Everything before the first mail, from nothing: what a function app that has just been started does.
var (begun, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
var edition = new SampleEdition();
var program = edition.Compile();
var (cold, worked) = (Stopwatch.GetElapsedTime(begun), Environment.CpuUsage.TotalTime - used);
Console.WriteLine(FormattableString.Invariant($"{cold.TotalMilliseconds,10:F0} ms  templates loaded and {SampleEdition.Items} items compiled, cold ({worked.TotalMilliseconds:F0} ms of all processors' time)"));
var warm = new Stopwatched(() => edition.Compile(), 1);
for (var round = 0; round < Rounds / 10; round++) warm.Run();
Console.WriteLine(FormattableString.Invariant($"{warm.Best / 1000,10:F1} ms  the same, warm"));

using var buffer = new MessageBuffer();
var values = new MergeValues();
var (assembled, filled, rendered) = (new Stopwatched(() => edition.Assemble(program, values, buffer), 200), new Stopwatched(() => edition.Fill(values), 500), new Stopwatched(edition.RenderPlain, 5));
// In turn, and each for some milliseconds only: whatever else the machine does meets all of them alike, and adds to the worst rounds, not to the best.
for (var round = 0; round < Rounds; round++)
    foreach (var part in (Stopwatched[])[assembled, filled, rendered]) part.Run();
edition.Assemble(program, values, buffer);
Console.WriteLine(FormattableString.Invariant($"{assembled.Best,10:F2} µs  a mail of {buffer.Length} octets assembled for one recipient, header, text, HTML and calendar"));
Console.WriteLine(FormattableString.Invariant($"{filled.Best,10:F2} µs  of that, what is this recipient's own: greeting, choice, signed links, which items"));
Console.WriteLine(FormattableString.Invariant($"{rendered.Best,10:F1} µs  its subject, text and HTML rendered by Handlebars for one recipient, not encoded"));
Console.WriteLine(FormattableString.Invariant($"{rendered.Best / assembled.Best,10:F0} ×   faster"));
return 0;
