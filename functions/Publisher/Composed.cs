using System.Collections.Frozen;
using System.Text;

namespace Publisher;

/// <summary>
/// Text in composed form (Unicode normalisation form C), for the letters of Latin, Greek and Cyrillic: „z” and a dot above become „ż”. Without the
/// platform's own: that one needs ICU, which no host promises, and leaves text as it is where there is none.
/// </summary>
public static class Composed
{
    /// <summary>A mark, its canonical combining class, the letters it stands on, and what each becomes (UnicodeData.txt, without composition exclusions).</summary>
    private static readonly (char Mark, int Class, string Letters, string Composed)[] Table =
    [
        ('\u0300', 230, "AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYy", "ÀÈÌÒÙàèìòùǛǜǸǹЀЍѐѝḔḕṐṑẀẁẦầẰằỀềỒồỜờỪừỲỳ"),
        ('\u0301', 230, "AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØø¨ΑΕΗΙΟΥΩϊαεηιϋουωϒГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâĂăÊêÔôƠơƯư", "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǗǘǴǵǺǻǼǽǾǿ΅ΆΈΉΊΌΎΏΐάέήίΰόύώϓЃЌѓќḈḉḖḗḮḯḰḱḾḿṌṍṒṓṔṕṸṹẂẃẤấẮắẾếỐốỚớỨứ"),
        ('\u0302', 230, "AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑẬậỆệỘộ"),
        ('\u0303', 230, "ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy", "ÃÑÕãñõĨĩŨũṼṽẪẫẴẵẼẽỄễỖỗỠỡỮữỸỹ"),
        ('\u0304', 230, "AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛ", "ĀāĒēĪīŌōŪūǕǖǞǟǠǡǢǣǬǭȪȫȬȭȰȱȲȳӢӣӮӯḠḡḸḹṜṝ"),
        ('\u0306', 230, "AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạ", "ĂăĔĕĞğĬĭŎŏŬŭЎЙйўӁӂӐӑӖӗḜḝẶặ"),
        ('\u0307', 230, "CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtWwXxYyſ", "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṤṥṦṧṨṩṪṫẆẇẊẋẎẏẛ"),
        ('\u0308', 230, "AEIOUaeiouyYΙΥιυϒЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧчЫыHhÕõŪūWwXxt", "ÄËÏÖÜäëïöüÿŸΪΫϊϋϔЁЇёїӒӓӚӛӜӝӞӟӤӥӦӧӪӫӬӭӰӱӴӵӸӹḦḧṎṏṺṻẄẅẌẍẗ"),
        ('\u0309', 230, "AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy", "ẢảẨẩẲẳẺẻỂểỈỉỎỏỔổỞởỦủỬửỶỷ"),
        ('\u030A', 230, "AaUuwy", "ÅåŮůẘẙ"),
        ('\u030B', 230, "OoUuУу", "ŐőŰűӲӳ"),
        ('\u030C', 230, "CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷʒjHh", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚǦǧǨǩǮǯǰȞȟ"),
        ('\u030F', 230, "AaEeIiOoRrUuѴѵ", "ȀȁȄȅȈȉȌȍȐȑȔȕѶѷ"),
        ('\u0311', 230, "AaEeIiOoRrUu", "ȂȃȆȇȊȋȎȏȒȓȖȗ"),
        ('\u031B', 216, "OoUu", "ƠơƯư"),
        ('\u0323', 220, "BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯưYy", "ḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓẠạẸẹỊịỌọỢợỤụỰựỴỵ"),
        ('\u0324', 220, "Uu", "Ṳṳ"),
        ('\u0325', 220, "Aa", "Ḁḁ"),
        ('\u0326', 220, "SsTt", "ȘșȚț"),
        ('\u0327', 202, "CcGgKkLlNnRrSsTtEeDdHh", "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ"),
        ('\u0328', 202, "AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"),
        ('\u032D', 220, "DdEeLlNnTtUu", "ḒḓḘḙḼḽṊṋṰṱṶṷ"),
        ('\u032E', 220, "Hh", "Ḫḫ"),
        ('\u0330', 220, "EeIiUu", "ḚḛḬḭṴṵ"),
        ('\u0331', 220, "BbDdKkLlNnRrTtZzh", "ḆḇḎḏḴḵḺḻṈṉṞṟṮṯẔẕẖ"),
    ];

    private static readonly FrozenDictionary<char, int> Classes = Table.ToFrozenDictionary(row => row.Mark, row => row.Class);

    private static readonly FrozenDictionary<(char Letter, char Mark), char> Pairs =
        Table.SelectMany(row => row.Letters.Zip(row.Composed, (letter, composed) => KeyValuePair.Create((letter, row.Mark), composed))).ToFrozenDictionary();

    private static readonly FrozenDictionary<char, (char Letter, char Mark)> Parts = Pairs.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    private static readonly System.Buffers.SearchValues<char> Marks = System.Buffers.SearchValues.Create([.. Table.Select(row => row.Mark)]);

    /// <summary>Text that means the same and is the same, octet by octet.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Marks)) return text;
        var apart = new StringBuilder(text.Length * 2);
        foreach (var c in text) TakeApart(c, apart);
        Order(apart);
        return Compose(apart);
    }

    private static void TakeApart(char c, StringBuilder apart)
    {
        if (!Parts.TryGetValue(c, out var parts))
        {
            apart.Append(c);
            return;
        }

        TakeApart(parts.Letter, apart);
        apart.Append(parts.Mark);
    }

    /// <summary>Marks after one letter in the order of their classes; two of one class stay as they stand (Unicode §3.11).</summary>
    private static void Order(StringBuilder text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            for (var to = at; to > 0 && Class(text[to]) is > 0 and var own && Class(text[to - 1]) > own; to--) (text[to - 1], text[to]) = (text[to], text[to - 1]);
        }
    }

    private static string Compose(StringBuilder text)
    {
        var done = new StringBuilder(text.Length);
        int letter = -1, last = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var own = Class(text[at]);
            if (letter >= 0 && own > 0 && (last < own || last == 0) && Pairs.TryGetValue((done[letter], text[at]), out var composed))
            {
                done[letter] = composed;
                continue;
            }

            if (own == 0) letter = done.Length;
            last = own;
            done.Append(text[at]);
        }

        return done.ToString();
    }

    private static int Class(char c) => Classes.GetValueOrDefault(c);
}
