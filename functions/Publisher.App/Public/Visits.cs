using System.Net;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Publisher.Content;

namespace Publisher.App.Public;

/// <summary>An opening of a link.</summary>
/// <param name="Link">The key of the door.</param>
public readonly record struct Visit(string Edition, ItemRef Item, string Link);

/// <summary>
/// Tells people from programs that look links over before people do, as mail gateways and previews do: by what they say of themselves, and by opening one link
/// after the other faster than anybody reads. Who it was is kept for some minutes, in memory, as a hash that nobody can turn back, and nowhere else.
/// </summary>
/// <remarks>
/// It errs both ways. A gateway that comes as a browser, from many addresses or for a mail with a link or two, is taken for a person; people behind one address
/// with one browser who open different links within seconds are taken for a program. So the sum says how items compare, not how many people there were.
/// </remarks>
public sealed class Visits(TimeProvider clock)
{
    /// <summary>Different links of one edition, opened by one visitor within <see cref="Burst"/>: nobody reads that fast.</summary>
    private const int TooMany = 3;

    /// <summary>Visitors that are remembered; beyond that the oldest memory is the price.</summary>
    private const int Most = 20_000;

    private static readonly Duration Burst = Duration.FromSeconds(10);

    /// <summary>How long a visitor is remembered.</summary>
    private static readonly Duration Memory = Duration.FromMinutes(10);

    /// <summary>Parts of the names by which programs go; those of people's browsers have none of them.</summary>
    private static readonly string[] Programs =
    [
        "bot", "crawl", "spider", "scan", "preview", "prefetch", "fetch", "monitor", "proxy", "headless", "phantomjs", "facebookexternalhit", "whatsapp", "skypeuripreview", "slurp", "curl", "wget", "python",
        "java/", "go-http", "okhttp", "httpclient", "http-client", "libwww", "axios", "node", "ruby", "perl", "php", "postman", "insomnia", "barracuda", "proofpoint", "mimecast", "safelinks", "trendmicro",
        "symantec", "fortinet", "sophos", "zscaler", "urldefense", "validator", "check",
    ];

    private static readonly string[] AheadHeaders = ["Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"];

    private readonly byte[] salt = RandomNumberGenerator.GetBytes(32);
    private readonly Lock gate = new();
    private readonly Dictionary<string, Visitor> visitors = new(StringComparer.Ordinal);

    /// <summary>Whether a call is a program's by its own word: it asks for no content, asks ahead of people, or has a program's name or none.</summary>
    public static bool IsProgram(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method)) return true;
        if (AheadHeaders.Any(name => request.Headers[name].ToString() is { Length: > 0 } value && value.Contains("pre", StringComparison.OrdinalIgnoreCase))) return true;
        var agent = request.Headers.UserAgent.ToString();
        // A make of telephones, not a program.
        agent = agent.Replace("cubot", "", StringComparison.OrdinalIgnoreCase);
        return agent.Length == 0 || Programs.Any(part => agent.Contains(part, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What to count for a visit: itself, nothing, or nothing and back what was counted of the same visitor, who turns out to be a program.</summary>
    /// <param name="from">Null where it is not known: then every visitor with the same browser is one.</param>
    public IReadOnlyList<(Visit Visit, int By)> Take(Visit visit, IPAddress? from, string agent)
    {
        var now = clock.Now();
        var name = Convert.ToBase64String(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes($"{from}\n{agent}\n{visit.Edition}")));
        lock (gate)
        {
            if (visitors.Count >= Most) Forget(now);
            if (!visitors.TryGetValue(name, out var visitor) || now - visitor.Last > Memory) visitors[name] = visitor = new Visitor();
            visitor.Last = now;
            if (visitor.IsProgram) return [];
            visitor.Recent.RemoveAll(each => now - each.At > Burst);
            if (visitor.Recent.Select(each => each.Visit.Link).Append(visit.Link).Distinct(StringComparer.Ordinal).Count() < TooMany)
            {
                visitor.Recent.Add((visit, now));
                return [(visit, 1)];
            }

            visitor.IsProgram = true;
            var back = visitor.Recent.Select(each => (each.Visit, -1)).ToList();
            visitor.Recent.Clear();
            return back;
        }
    }

    private void Forget(Instant now)
    {
        foreach (var (name, _) in visitors.Where(each => now - each.Value.Last > Memory).ToList()) visitors.Remove(name);
        if (visitors.Count >= Most) visitors.Clear();
    }

    private sealed class Visitor
    {
        public Instant Last { get; set; }

        public bool IsProgram { get; set; }

        public List<(Visit Visit, Instant At)> Recent { get; } = [];
    }
}
