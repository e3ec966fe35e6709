using System.Security.Cryptography;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// The mark that every insert and update leaves in its row: a text unique to the call (the same for all its tries, and for all rows of a
/// transaction). Reading it back tells whether one's own earlier try committed. Hidden from the entities that callers get.
/// </summary>
internal static class WriteStamp
{
    /// <summary>The property that holds it; one of the 252 that a row may have, and about 100 of its 1 MiB.</summary>
    public const string PropertyName = "ClientRequestId";

    // 128 bits, like a GUID. It must be unique across all processes that write the table, so it cannot be derived or replayed.
    private const int HexDigits = 32;

    public static string Next() => RandomNumberGenerator.GetHexString(HexDigits, lowercase: true);
}
