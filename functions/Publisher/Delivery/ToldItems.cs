using System.Globalization;
using System.Text;
using Publisher.Subscribers;

namespace Publisher.Delivery;

/// <summary>Whom a batch's ledger says it told of some items. Pure.</summary>
public static class ToldItems
{
    /// <param name="places">Of the items: bit n for place n.</param>
    /// <returns>Who accepted a message with any of them, and who may have got one: an outcome that was lost may have been "accepted".</returns>
    public static IReadOnlySet<SubscriberKey> Read(ReadOnlySpan<byte> ledger, UInt128 places)
    {
        var told = new HashSet<SubscriberKey>();
        var open = new HashSet<SubscriberKey>();
        foreach (var range in ledger.Split((byte)'\n'))
        {
            var words = Encoding.ASCII.GetString(ledger[range]).Split(' ');
            if (words.Length < 3 || Ledger.KeyIn(words) is not { } key) continue;
            switch (words)
            {
                case ["i", _, var items]:
                    // A line that does not say what the message held: it may have held anything.
                    if (!UInt128.TryParse(items, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var held) || (held & places) != 0) open.Add(key);
                    else open.Remove(key);
                    break;
                case ["o", _, "a", ..] when open.Remove(key):
                    told.Add(key);
                    break;
                case ["o", _, "r" or "d" or "n", ..]:
                    open.Remove(key);
                    break;
            }
        }

        told.UnionWith(open);
        return told;
    }
}
