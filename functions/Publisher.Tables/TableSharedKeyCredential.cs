namespace Azure.Data.Tables;

/// <summary>A storage account's name and one of its two keys.</summary>
public class TableSharedKeyCredential
{
    private volatile byte[] key = [];

    /// <summary>Takes the account's name and key as the portal shows them.</summary>
    /// <param name="accountName">The storage account's name.</param>
    /// <param name="accountKey">The key, base64.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="FormatException">The key is not base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        AccountName = accountName;
        SetAccountKey(accountKey);
    }

    /// <summary>The storage account's name.</summary>
    public string AccountName { get; }

    internal ReadOnlySpan<byte> Key => key;

    /// <summary>Changes to another key while clients are in use; the next request signs with it.</summary>
    /// <param name="accountKey">The key, base64.</param>
    /// <exception cref="FormatException">The key is not base64.</exception>
    public void SetAccountKey(string accountKey)
    {
        ArgumentNullException.ThrowIfNull(accountKey);
        key = Convert.FromBase64String(accountKey);
    }
}
