using System.Security.Cryptography;
using System.Text;

namespace Publisher.App.Webhooks;

/// <summary>Compares what a caller knows with what we know, in a time that tells nothing of either.</summary>
internal static class SameSecret
{
    public static bool Is(string given, string ours) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(ours)));
}
