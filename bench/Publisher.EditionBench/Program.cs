using System.Diagnostics;
using Publisher.EditionBench;
using Publisher.Mail;
using Publisher.Mail.Merge;

// Everything before the first mail, from nothing: what a function app that has just been started does.
var begun = Stopwatch.GetTimestamp();
var edition = new SampleEdition();
var program = edition.Compile();
var cold = Stopwatch.GetElapsedTime(begun);
Console.WriteLine(FormattableString.Invariant($"{cold.TotalMilliseconds,10:F0} ms  templates loaded and {SampleEdition.Items} items compiled, cold"));
Console.WriteLine(FormattableString.Invariant($"{Best(() => edition.Compile(), 5) / 1000,10:F1} ms  the same, warm"));

using var buffer = new MessageBuffer();
var values = new MergeValues();
var assembled = Best(() => edition.Assemble(program, values, buffer), 5_000);
var octets = buffer.Length;
var filled = Best(() => edition.Fill(values), 5_000);
var rendered = Best(edition.RenderPlain, 200);
Console.WriteLine(FormattableString.Invariant($"{assembled,10:F2} µs  a mail of {octets} octets assembled for one recipient, header, text, HTML and calendar"));
Console.WriteLine(FormattableString.Invariant($"{filled,10:F2} µs  of that, what is this recipient's own: greeting, choice, signed links, which items"));
Console.WriteLine(FormattableString.Invariant($"{rendered,10:F1} µs  its subject, text and HTML rendered by Handlebars for one recipient, not encoded"));
Console.WriteLine(FormattableString.Invariant($"{rendered / assembled,10:F0} ×   faster"));
return 0;

// Microseconds a time on one thread, the best of five runs after one to get warm: other load only ever adds.
static double Best(Action part, int times)
{
    var best = double.MaxValue;
    for (var run = 0; run < 6; run++)
    {
        var start = Stopwatch.GetTimestamp();
        for (var at = 0; at < times; at++) part();
        var time = Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
        if (run > 0) best = Math.Min(best, time);
    }

    return best;
}
