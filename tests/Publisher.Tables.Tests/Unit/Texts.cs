using FsCheck;
using FsCheck.Fluent;

namespace Publisher.Tables.Tests.Unit;

/// <summary>Texts that try to be more than text.</summary>
public static class Texts
{
    private static readonly string[] Pieces =
    [
        "'", "''", "\"", "\\", "%", "%27", "%2F", "&", "+", " ", "=", ";", ",", ":", "(", ")", "{", "}", "{0}", "[", "]", "<", ">", "|", "~", "@", "$", "!", "*", "^", "`", ".", "..", "--",
        " or ", " eq ", "true", "PartitionKey", "' or 'a' eq 'a", "guid'", "\u00a0", "ł", "Ż", "ó", "ж", "漢", "🐢", "e\u0301", "\u200d", "a", "Z", "0",
    ];

    private static readonly string[] Forbidden = ["HTTP/1.1 200 OK", "/", "?", "#", "\\", "\t", "\r\n", "\n", "\0", "\u0001", "\u007f", "\u0085", "--changeset_", "\uffff", "\ufeff"];

    /// <summary>What a property may hold: anything.</summary>
    public static Arbitrary<string> Any { get; } = Of([.. Pieces, .. Forbidden]);

    /// <summary>What a key may hold: no control characters, no / \ # ?.</summary>
    public static Arbitrary<string> Keys { get; } = Of([.. Pieces.Except(["\\"], StringComparer.Ordinal)]);

    /// <summary>What the emulator takes for a key within a transaction: it looks for the key's end by the quote and a comma or parenthesis.</summary>
    public static Arbitrary<string> KeysOfTransactions { get; } = Of([.. Pieces.Where(piece => piece.AsSpan().IndexOfAny('\\', ',', ')') < 0)]);

    private static Arbitrary<string> Of(string[] pieces) => Arb.From(Gen.ListOf(Gen.Elements(pieces)).Select(string.Concat));
}
